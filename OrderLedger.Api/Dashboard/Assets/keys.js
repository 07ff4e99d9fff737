// Shortcuts: / searches, j and k walk through a list, Enter opens, ? says so. None while somebody writes.
const words = [["/", "search"], ["j", "next row"], ["k", "row before"], ["Enter", "open the row"], ["x", "tick the row"], ["g h", "Home"], ["g o", "Orders"], ["?", "this list"]];
let before = "";

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
    const close = document.createElement("button");
    close.textContent = "Close";
    form.append(close);
    dialog.append(title, list, form);
    document.body.append(dialog);
  }
  dialog.showModal();
}

export function listenToKeys() {
  const button = document.getElementById("keys");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", help);
  }
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || isWriting(e) || document.querySelector("dialog[open]")) return;
    const home = document.querySelector(".brand")?.getAttribute("href");
    const selected = document.querySelector("[aria-selected=true][data-href]");
    const pair = before + e.key;
    before = e.key === "g" ? "g " : "";
    if (e.key === "/") document.querySelector("input[type=search]")?.focus();
    else if (e.key === "j") step(1);
    else if (e.key === "k") step(-1);
    else if (e.key === "x" && selected) selected.querySelector("input[type=checkbox]")?.click();
    else if (e.key === "Enter" && selected && e.target.matches("body, main, input[type=checkbox]")) location.assign(selected.dataset.href);
    else if (e.key === "?") help();
    else if (pair === "g h" && home) location.assign(home);
    else if (pair === "g o" && home) location.assign(home + "/orders");
    else return;
    e.preventDefault();
  });
}
