// Shortcuts: / searches, j and k walk through a list, Enter opens, ? says so. None while somebody writes, and none once somebody switched them
// off: who dictates, or strikes keys unawares, does not mean them.
const words = [["/", "search orders"], ["j", "next row"], ["k", "row before"], ["Enter", "open the row"], ["x", "tick the row"], ["X", "tick all rows from the last ticked one"], ["g h", "Home"], ["g o", "Orders"], ["?", "this list"]];
let before = "";

const off = "orderledger-keys-off";
const isOff = () => localStorage.getItem(off) !== null;

const rows = () => [...document.querySelectorAll("tr[data-href], li[data-href]")];
const isWriting = e => e.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex(r => r.getAttribute("aria-selected") === "true");
  const to = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  for (const row of all) row.removeAttribute("aria-selected");
  to.setAttribute("aria-selected", "true");
  to.scrollIntoView({ block: "nearest" });
}

// Where a page has no search of orders of its own, the list of orders is opened with the cursor in its field.
function search(home) {
  const field = document.querySelector("[data-search]");
  if (field) field.focus();
  else if (home) location.assign(home + "/orders#search");
}

function choice() {
  const [label, box] = ["label", "input"].map(n => document.createElement(n));
  label.className = "plain";
  box.type = "checkbox";
  box.addEventListener("change", () => box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "yes"));
  label.append(box, " Single-key shortcuts");
  return label;
}

function help() {
  let dialog = document.getElementById("shortcuts");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "shortcuts";
    dialog.setAttribute("aria-label", "Keyboard shortcuts");
    const list = document.createElement("dl");
    list.className = "facts";
    for (const [key, what] of words) {
      const [term, text, code] = ["dt", "dd", "kbd"].map(n => document.createElement(n));
      code.textContent = key;
      term.append(code);
      text.textContent = what;
      list.append(term, text);
    }
    const title = document.createElement("h2");
    title.textContent = "Keyboard shortcuts";
    const form = document.createElement("form");
    form.method = "dialog";
    form.className = "row";
    const close = document.createElement("button");
    close.textContent = "Close";
    close.autofocus = true;
    form.append(choice(), close);
    dialog.append(title, list, form);
    document.body.append(dialog);
  }
  dialog.querySelector("input").checked = !isOff();
  dialog.showModal();
}

export function listenToKeys() {
  const button = document.getElementById("keys");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", help);
  }
  if (location.hash === "#search") {
    document.querySelector("[data-search]")?.focus();
    // Said once: who comes back to this page wants the list.
    history.replaceState(null, "", location.pathname + location.search);
  }
  document.addEventListener("keydown", e => {
    if (isOff() || e.ctrlKey || e.metaKey || e.altKey || isWriting(e) || document.querySelector("dialog[open]")) return;
    const home = document.querySelector(".brand")?.getAttribute("href");
    const selected = document.querySelector("[aria-selected=true][data-href]");
    const pair = before + e.key;
    before = e.key === "g" ? "g " : "";
    if (e.key === "/") search(home);
    else if (e.key === "j") step(1);
    else if (e.key === "k") step(-1);
    else if (e.key === "x" && selected) selected.querySelector("input[type=checkbox]")?.click();
    else if (e.key === "X" && selected) selected.querySelector("input[type=checkbox]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: true }));
    else if (e.key === "Enter" && selected && e.target.matches("body, main, input[type=checkbox]")) location.assign(selected.dataset.href);
    else if (e.key === "?") help();
    else if (pair === "g h" && home) location.assign(home);
    else if (pair === "g o" && home) location.assign(home + "/orders");
    else return;
    e.preventDefault();
  });
}
