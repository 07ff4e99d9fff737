// The list of orders: ticks, and a sign that it is on its way. The list works without it.
const all = document.getElementById("tick-all");
const list = document.getElementById("orders");
const ticked = document.getElementById("ticked");
const change = document.querySelector("#bulk button");
const boxes = () => [...list.querySelectorAll("input[type=checkbox]")];
const unticked = ticked?.textContent;

function count() {
  const [on, of] = [boxes().filter(b => b.checked).length, boxes().length];
  all.checked = on > 0 && on === of;
  all.indeterminate = on > 0 && on < of;
  change.disabled = on === 0;
  const text = on === 0 ? unticked : `${on} ticked:`;
  if (ticked.textContent !== text) ticked.textContent = text;
}

if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count();
  });
  list.addEventListener("change", count);
  new MutationObserver(count).observe(list, { childList: true });
  // A browser that comes back keeps its ticks.
  addEventListener("pageshow", count);
  count();
}

const filters = document.getElementById("filters");
filters.addEventListener("submit", () => {
  // What is empty does not belong into the address.
  for (const field of filters.elements) if (field.name && field.value === "") field.disabled = true;
  document.getElementById("list").setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const field of filters.elements) field.disabled = false;
  document.getElementById("list").removeAttribute("aria-busy");
});
