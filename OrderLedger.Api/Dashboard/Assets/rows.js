// The rows of a live list. A row never moves while the pointer or the keyboard is in the list, or while rows are ticked: what is new waits
// behind a button, and what no longer belongs there stays until then.
import { flash } from "./live.js";

// What a list will show once nobody is busy in it.
const waiting = new WeakMap();

// How long the way from a list to its button may take, in ms: the button must not vanish from under who comes for it.
const way = 400;

const buttonOf = list => document.getElementById(list.dataset.waiting);

const isBusy = list => list.matches(":hover") || list.querySelector(":focus-visible, input:checked") !== null
  || buttonOf(list)?.matches(":hover, :focus-visible");

export function replaceRows(list, fresh, isAsked = false) {
  const old = new Map([...list.children].map(row => [row.dataset.key, row]));
  const now = [...fresh.children];
  if (!isAsked && isBusy(list)) {
    let added = 0;
    for (const row of now) {
      const known = old.get(row.dataset.key);
      if (!known) added++;
      else if (!known.contains(document.activeElement)) bring(known, row);
    }
    waiting.set(list, fresh);
    return announce(list, added);
  }
  waiting.delete(list);
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  list.replaceChildren(...now.map(row => {
    const known = old.get(row.dataset.key);
    const next = document.adoptNode(row);
    if (known) keep(known, next);
    if (!known || known.dataset.version !== next.dataset.version) flash(next);
    return next;
  }));
  if (focused?.name) list.querySelector(`[data-key="${CSS.escape(focused.closest("tr").dataset.key)}"] [name="${focused.name}"]`)?.focus();
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

function announce(list, added) {
  const button = buttonOf(list);
  if (!button) return;
  button.hidden = added === 0;
  button.textContent = added === 1 ? "1 new - show it" : `${added} new - show them`;
  button.onclick = () => replaceRows(list, waiting.get(list), true);
}

/// What waits is shown as soon as nobody is busy in the list. Lists may come and go: the document listens for them.
export function followRows() {
  const listAt = at => at.closest?.("[data-live=rows]") ?? (at.id ? document.querySelector(`[data-waiting="${CSS.escape(at.id)}"]`) : null);
  const show = e => {
    const list = listAt(e.target);
    if (list) setTimeout(() => { if (waiting.has(list) && !isBusy(list)) replaceRows(list, waiting.get(list)); }, way);
  };
  for (const event of ["focusout", "change"]) document.addEventListener(event, show);
  document.addEventListener("pointerout", e => { if (!e.target.closest?.("[data-live=rows]")?.contains(e.relatedTarget)) show(e); });
}
