// Shared by all tabs of a browser: one connection to the server, whatever the number of tabs. (Without SharedWorker each tab has its own.)
const ports = new Set();
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
  source.onerror = () => {
    become("lost");
    if (source.readyState !== EventSource.CLOSED) return;
    // Refused for good: signed out, or something between us and the server. Tried again ever more rarely.
    setTimeout(connect, again);
    again = Math.min(again * 2, 30000);
  };
}

// A tab says up to which place its page shows everything. What was told before it came is fetched; what comes is told.
function welcome(port, head) {
  ports.add(port);
  if (!source) {
    last = head;
    connect();
    return;
  }
  port.postMessage({ state });
  if (Number(last) > head) port.postMessage({ reset: true });
}

function take(port) {
  port.onmessage = e => {
    if (e.data === "bye") ports.delete(port);
    else welcome(port, e.data.head);
  };
}

if (typeof SharedWorkerGlobalScope !== "undefined" && self instanceof SharedWorkerGlobalScope) self.onconnect = e => take(e.ports[0]);
else take(self);
