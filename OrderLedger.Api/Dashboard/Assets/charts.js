// The value of a column is said below its chart: of the one under the pointer or the finger, and of the one the arrow keys lead to.
function say(chart, column) {
  for (const other of chart.querySelectorAll("g.on")) other.classList.remove("on");
  column?.classList.add("on");
  document.getElementById(chart.dataset.value).textContent = column?.querySelector("title").textContent ?? "";
}

function at(e) {
  const chart = e.target.closest?.("svg.columns");
  if (chart) say(chart, e.target.closest("g") ?? chart.querySelector("g.on"));
}

document.addEventListener("pointerover", at);
document.addEventListener("pointerdown", at);
document.addEventListener("focusin", e => {
  const chart = e.target.closest("svg.columns");
  if (chart?.matches(":focus-visible")) say(chart, chart.querySelector("g.on") ?? [...chart.querySelectorAll("g")].at(-1));
});

document.addEventListener("keydown", e => {
  const chart = e.target.closest("svg.columns");
  if (!chart) return;
  const columns = [...chart.querySelectorAll("g")];
  const now = columns.findIndex(c => c.classList.contains("on"));
  const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: columns.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  say(chart, columns[Math.min(columns.length - 1, Math.max(0, to))]);
});
