// The selection of the list: how many are ticked, a range with Shift, all of the page, all that the list finds. The form works without it.
const list = document.getElementById("orders");
const page = document.getElementById("tick-all");
const found = document.getElementById("tick-found");
const said = document.getElementById("ticked");
const boxes = () => [...list.querySelectorAll("td.tick input")];
let last = null, isShift = false;

function count() {
  const all = boxes();
  if (found?.checked) for (const box of all) box.checked = true;
  const on = all.filter(b => b.checked).length;
  page.checked = on > 0 && on === all.length;
  page.indeterminate = on > 0 && on < all.length;
  const text = found?.checked ? `${document.getElementById("found-all").dataset.most ?? "All"} selected` : `${on} selected`;
  if (said.textContent !== text) said.textContent = text;
}

// From the box that was ticked last to this one, as this one is now.
function tick(box, isRange) {
  const all = boxes();
  const [from, to] = [all.findIndex(b => b.value === last), all.indexOf(box)];
  if (isRange && from >= 0)
    for (const other of all.slice(Math.min(from, to), Math.max(from, to) + 1)) other.checked = box.checked;
  last = box.value;
}

page.hidden = false;
page.addEventListener("change", () => {
  if (found) found.checked = false;
  for (const box of boxes()) box.checked = page.checked;
  count();
});
found?.addEventListener("change", () => {
  for (const box of boxes()) box.checked = found.checked;
  count();
});
list.addEventListener("click", e => {
  if (!e.target.matches("td.tick input")) return;
  tick(e.target, e.shiftKey || isShift);
  if (found && !e.target.checked) found.checked = false;
  count();
});
// Not every browser says with the click of the space bar that Shift was held.
list.addEventListener("keydown", e => { if (e.key === " ") isShift = e.shiftKey; });
list.addEventListener("keyup", () => { isShift = false; });
// A click with Shift marks text, too.
list.addEventListener("mousedown", e => { if (e.shiftKey && e.target.closest("td.tick")) e.preventDefault(); });
// What was chosen from a menu closes it: the page stays.
document.getElementById("bulk").addEventListener("submit", e => e.submitter?.closest("details")?.removeAttribute("open"));
new MutationObserver(count).observe(list, { childList: true });
// A browser that comes back keeps its ticks.
addEventListener("pageshow", count);
count();
