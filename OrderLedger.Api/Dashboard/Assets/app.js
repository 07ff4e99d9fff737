// What a page does in the browser. Everything but live update and shortcuts works without it.
import { showTimes } from "./times.js";
import { goLive } from "./live.js";
import { listenToKeys } from "./keys.js";
import { followRows } from "./rows.js";

showTimes(document);
listenToKeys();
followRows();
if (document.getElementById("live")) goLive();

// A choice that is a form of its own is made by choosing.
document.addEventListener("change", e => {
  if (e.target.matches("[data-submits]")) e.target.form.requestSubmit();
});

// One menu at a time, and none once something else is clicked.
document.addEventListener("click", e => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(e.target)) menu.open = false;
});

// A form that is sent twice by a double click is sent once.
document.addEventListener("submit", e => {
  if (e.target.dataset.sent) return e.preventDefault();
  if (e.target.method !== "post") return;
  e.target.dataset.sent = "yes";
  setTimeout(() => delete e.target.dataset.sent, 3000);
});

document.addEventListener("click", async e => {
  const copy = e.target.closest("[data-copies]");
  if (!copy) return;
  await navigator.clipboard.writeText(document.getElementById(copy.dataset.copies).textContent.trim());
  copy.textContent = "Copied";
});
