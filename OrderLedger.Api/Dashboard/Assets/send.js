// A form is sent once the server answers. While it does not, the page stays as somebody filled it in, says so, and asks again.
const restSeconds = 5;
const patienceMs = 4000;
// The server's own "not now", and what a proxy says of a server that is away. Any other answer is one, also where a proxy hides the path.
const away = [502, 503, 504];
let waiting = false;

async function answers() {
  try {
    return !away.includes((await fetch("/health/ready", { cache: "no-store", signal: AbortSignal.timeout(patienceMs) })).status);
  } catch {
    return false;
  }
}

function line(form) {
  const said = document.createElement("p");
  said.className = "notice warn unsent";
  said.setAttribute("role", "status");
  form.append(said);
  return said;
}

async function send(form, submitter) {
  let said = null;
  while (!await answers()) {
    said ??= line(form);
    for (let left = restSeconds; left > 0; left--) {
      said.textContent = `The server does not answer. Your text is kept; trying again in ${left} s.`;
      await new Promise(done => setTimeout(done, 1000));
    }
  }
  said?.remove();
  waiting = false;
  form.dataset.answered = "yes";
  // A part of the page that was fetched again meanwhile has a form of its own: this one is still what was sent.
  if (!form.isConnected) {
    form.hidden = true;
    document.body.append(form);
  }
  form.requestSubmit(submitter);
}

export function keepWhatIsSent() {
  // Before all others: what is not sent yet is no form that was sent.
  document.addEventListener("submit", e => {
    const form = e.target;
    if (form.method !== "post" || form.dataset.answered) return void delete form.dataset.answered;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (waiting) return;
    waiting = true;
    send(form, e.submitter ?? undefined);
  }, true);
}
