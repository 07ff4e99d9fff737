// Keeps an open page up to date. A message of the server brings the row of its order up to date at once; all else that the page shows is
// taken from the page itself, fetched again. What comes after a silence is shown at once; a steady flow is gathered for most of a second, and
// takes no more than a tenth of the time.
import { replaceRows } from "./rows.js";

const restMin = 200;
const restSteady = 800;
const dutyMax = 10;

let poll = null, due = null, fetching = false, restUntil = 0, lastEnd = -Infinity;

export function goLive() {
  const port = open();
  port.onmessage = e => hear(e.data);
  port.start?.();
  port.postMessage({ head: Number(document.getElementById("live").dataset.head), store: location.pathname.split("/")[2] });
  document.querySelector("form[action='/sign-out']").addEventListener("submit", () => port.postMessage("out"));
  addEventListener("pagehide", () => port.postMessage("bye"));
  addEventListener("pageshow", e => { if (e.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && due === "hidden") refresh(); });
  pollAgain();
}

// A page says itself how soon it is to be fetched again, and anew each time it was.
function pollAgain() {
  clearTimeout(poll);
  const wish = document.querySelector("[data-poll]");
  if (wish) poll = setTimeout(() => { refresh(); pollAgain(); }, Number(wish.dataset.poll));
}

function open() {
  const url = document.body.dataset.worker;
  return typeof SharedWorker === "undefined" ? new Worker(url) : new SharedWorker(url, "orderledger-live").port;
}

function hear(message) {
  if (message.state) show(message.state);
  if (message.order) order(message.order);
  if (message.reset) refresh();
  if (message.check) refresh(true);
  // Once the server has ended the session.
  if (message.out) setTimeout(() => location.reload(), 1000);
}

function show(state) {
  const live = document.getElementById("live");
  if (live.dataset.state === state) return;
  live.dataset.state = state;
  live.querySelector(".word").textContent = state === "on" ? "live" : state === "lost" ? "connecting again" : "not live";
}

function order(change) {
  if (location.pathname.split("/")[2] !== change.store) return;
  for (const row of document.querySelectorAll(`[data-order="${CSS.escape(change.order)}"]`)) {
    if (Number(row.dataset.version) >= change.version) continue;
    row.dataset.version = change.version;
    const badge = row.querySelector(".badge.status");
    if (badge && change.status) {
      badge.textContent = change.status;
      badge.className = `badge status phase-${change.phase}`;
    }
    flash(row);
  }
  // A page about one order does not look again for the others.
  const of = document.querySelector("[data-live-of]");
  if (!of || of.dataset.liveOf === change.order) refresh();
}

export function flash(element) {
  element.classList.remove("changed");
  requestAnimationFrame(() => element.classList.add("changed"));
}

/// Fetches the page again, now or as soon as it may be, and takes from it what is marked as live.
export function refresh(isAnyway = false) {
  // What answered a form stays as it is: there may be nothing to fetch at its address.
  if (!isAnyway && !document.querySelector("[data-live]")) return;
  if (document.getElementById("live").dataset.once) return;
  if (document.hidden) { due = "hidden"; return; }
  if (fetching || due === "waiting") { due = "waiting"; return; }
  due = "waiting";
  setTimeout(fetchAgain, Math.max(0, restUntil - performance.now()));
}

async function fetchAgain() {
  due = null;
  fetching = true;
  const began = performance.now();
  try {
    const answer = await fetch(location.href, { headers: { "X-Refetch": "1" } });
    if ([401, 403, 404].includes(answer.status)) return location.reload();
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The server is away: the next connection brings the next fetch.
  } finally {
    fetching = false;
    const now = performance.now();
    restUntil = now + (now - lastEnd < 3 * restSteady ? Math.max(restSteady, dutyMax * (now - began)) : restMin);
    lastEnd = now;
    if (due === "waiting") { due = null; refresh(); }
  }
}

/// Whether somebody is in it, or has begun to fill in a form of it.
function isBusy(element) {
  if (element.contains(document.activeElement) && document.activeElement !== document.body) return true;
  return [...element.querySelectorAll("form")].some(form => form.matches(":hover") || [...form.elements].some(isTouched));
}

function isTouched(field) {
  if (field.matches("select")) return field.selectedIndex !== Math.max(0, [...field.options].findIndex(o => o.defaultSelected));
  if (field.matches("input[type=checkbox], input[type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("input, textarea") && field.type !== "hidden" && field.value !== field.defaultValue;
}

function take(fresh) {
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (!now || now.isEqualNode(old)) continue;
    if (old.dataset.live === "rows") replaceRows(old, now);
    // What somebody is busy with stays as it is until they are done.
    else if (!isBusy(old)) {
      const opened = new Set([...old.querySelectorAll("details[open][id]")].map(d => d.id));
      for (const d of now.querySelectorAll("details[id]")) d.open = opened.has(d.id) || d.open;
      const left = old.scrollLeft;
      old.replaceWith(document.adoptNode(now));
      now.scrollLeft = left;
    }
  }
  pollAgain();
}
