// Shared by all tabs of a browser: one connection to the server, whatever the number of tabs. (Without SharedWorker each tab has its own.)
const ports = new Set(), stores = new Set();
let source = null, last = null, state = "off", again = 1000;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function become(now) {
  state = now;
  tell({ state });
}

function connect() {
  // The browser itself sends Last-Event-ID when it connects again; a new EventSource does not know it.
  source = new EventSource("/live" + (last === null ? "" : "?after=" + encodeURIComponent(last)));
  source.onopen = () => { again = 1000; become("on"); };
  source.addEventListener("order", e => { last = e.lastEventId || last; tell({ order: JSON.parse(e.data) }); });
  source.addEventListener("reset", e => { last = e.lastEventId || last; tell({ reset: true }); });
  const mine = source;
  source.onerror = () => {
    if (source !== mine) return;
    become("lost");
    if (source.readyState !== EventSource.CLOSED) return;
    // Refused for good: signed out, or something between us and the server. The pages look which; it is tried again ever more rarely.
    tell({ check: true });
    setTimeout(() => { if (source === mine) connect(); }, again);
    again = Math.min(again * 2, 30000);
  };
}

// A tab says of which store its page is and up to which place it shows everything. What was told before it came is fetched; what comes is told.
// Of a store that came later, the connection does not know yet.
function welcome(port, { head, store }) {
  ports.add(port);
  const isNew = !stores.has(store);
  stores.add(store);
  if (source && isNew) {
    source.close();
    source = null;
  }
  if (!source) {
    if (last === null && head > 0) last = head;
    connect();
  }
  port.postMessage({ state });
  if (Number(last) > head) port.postMessage({ reset: true });
}

// Somebody signs out in one tab: the others show nothing more.
function leave() {
  source?.close();
  [source, last, state] = [null, null, "off"];
  stores.clear();
  tell({ out: true });
}

function take(port) {
  port.onmessage = e => {
    if (e.data === "bye") ports.delete(port);
    else if (e.data === "out") leave();
    else welcome(port, e.data);
  };
}

if (typeof SharedWorkerGlobalScope !== "undefined" && self instanceof SharedWorkerGlobalScope) self.onconnect = e => take(e.ports[0]);
else take(self);
