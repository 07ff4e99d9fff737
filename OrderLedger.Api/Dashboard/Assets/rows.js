// The rows of a live list. A row never moves while the pointer or the keyboard is in the list: what is new waits behind a button.
import { flash } from "./live.js";

const isBusy = list => list.matches(":hover") || list.contains(document.activeElement);

export function replaceRows(list, fresh) {
  const old = new Map([...list.children].map(row => [row.dataset.key, row]));
  const now = [...fresh.children];
  if (isBusy(list)) {
    let waiting = 0;
    for (const row of now) {
      const known = old.get(row.dataset.key);
      if (!known) waiting++;
      else if (!known.contains(document.activeElement)) bring(known, row, true);
    }
    return announce(list, waiting, fresh);
  }
  list.replaceChildren(...now.map(row => {
    const known = old.get(row.dataset.key);
    const next = document.adoptNode(row);
    if (known) keep(known, next);
    if (!known || known.dataset.version !== next.dataset.version) flash(next);
    return next;
  }));
  announce(list, 0);
}

/// Puts the new row where the old one is, unless they are the same.
function bring(known, row) {
  const next = document.adoptNode(row.cloneNode(true));
  keep(known, next);
  if (known.isEqualNode(next)) return;
  if (known.dataset.version !== next.dataset.version) flash(next);
  known.replaceWith(next);
}

function keep(known, next) {
  const ticked = known.querySelector("input[type=checkbox]")?.checked;
  const box = next.querySelector("input[type=checkbox]");
  if (box && ticked !== undefined) box.checked = ticked;
  for (const opened of known.querySelectorAll("details[open][id]")) {
    const same = next.querySelector("#" + CSS.escape(opened.id));
    if (same) same.open = true;
  }
  if (known.getAttribute("aria-selected")) next.setAttribute("aria-selected", known.getAttribute("aria-selected"));
}

function announce(list, waiting, fresh) {
  const button = document.getElementById(list.dataset.waiting);
  if (!button) return;
  button.hidden = waiting === 0;
  button.textContent = waiting === 1 ? "1 new - show it" : `${waiting} new - show them`;
  button.onclick = () => { list.dataset.waits = ""; list.blur(); document.activeElement.blur(); replaceRows(list, fresh); };
}

/// What waits is shown as soon as the pointer leaves the list.
export function followRows() {
  for (const list of document.querySelectorAll("[data-live=rows]"))
    list.parentElement.addEventListener("pointerleave", () => {
      const button = document.getElementById(list.dataset.waiting);
      if (button && !button.hidden) button.click();
    });
}
