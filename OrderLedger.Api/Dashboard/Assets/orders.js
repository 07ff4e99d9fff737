// The list of orders: a sign that it is on its way. The list works without it.
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
