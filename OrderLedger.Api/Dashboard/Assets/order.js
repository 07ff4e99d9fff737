// Beside the form that changes the status: what happened to the order since the form was made. The form itself stays as somebody left it.
function say() {
  const now = document.getElementById("now"), form = document.getElementById("update"), line = document.getElementById("moved");
  if (!now || !form || !line) return;
  const isNewer = Number(now.dataset.saidVersion) > Number(form.elements.version.value);
  const text = isNewer ? now.dataset.said : "";
  if (line.textContent !== text) line.textContent = text;
}

const order = document.querySelector(".order");
if (order) new MutationObserver(say).observe(order, { childList: true, subtree: true });
