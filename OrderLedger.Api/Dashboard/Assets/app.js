// What a page does in the browser. Everything but live update and shortcuts works without it.
import { goLive } from "./live.js";
import { listenToKeys } from "./keys.js";
import { followRows } from "./rows.js";
import { keepWhatIsSent } from "./send.js";

keepWhatIsSent();
listenToKeys();
followRows();
if (document.getElementById("live")) goLive();

// A choice that is a form of its own is made by choosing.
document.addEventListener("change", e => {
  if (e.target.matches("[data-submits]")) e.target.form.requestSubmit();
});

// On a narrow screen the name of this page, or of this view of it, may be out of sight among the others. The page itself is not scrolled.
for (const here of document.querySelectorAll(":is(.pages, .tabs) > [aria-current]")) {
  const line = here.parentElement;
  line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}

// A row is opened from anywhere in it, unless somebody marks a text or means what they click on.
document.addEventListener("click", e => {
  const row = e.target.closest("tr[data-href]");
  if (row && !e.target.closest("a, button, input, label, select, summary, details, form, td.tick") && getSelection().isCollapsed) location.assign(row.dataset.href);
});

document.addEventListener("keydown", e => {
  const menu = e.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// One menu at a time, and none once something else is clicked.
document.addEventListener("click", e => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(e.target)) menu.open = false;
});

// A form that is sent twice by a double click is sent once.
document.addEventListener("submit", e => {
  if (e.target.dataset.sent) return e.preventDefault();
  // What opens elsewhere, or is a file, leaves its form to be sent again.
  if (e.target.method !== "post" || e.submitter?.hasAttribute("data-stays")) return;
  e.target.dataset.sent = "yes";
  setTimeout(() => delete e.target.dataset.sent, 3000);
});

document.addEventListener("click", async e => {
  const copy = e.target.closest("[data-copies]");
  if (!copy) return;
  const from = document.getElementById(copy.dataset.copies);
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(from.textContent.trim());
    copy.textContent = "Copied";
    return;
  }
  // Over plain http a browser lets no script at the clipboard: what is to be copied is selected.
  getSelection().selectAllChildren(from);
  copy.textContent = "Selected: press Ctrl+C";
});
