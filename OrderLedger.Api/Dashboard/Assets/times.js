// Times are printed in the store's zone and put into the viewer's here, in the same form, so that nothing moves.
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = n => String(n).padStart(2, "0");

function exact(at) {
  const offset = -at.getTimezoneOffset();
  const zone = (offset < 0 ? "-" : "+") + two(Math.floor(Math.abs(offset) / 60)) + ":" + two(Math.abs(offset) % 60);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())} ${zone}`;
}

// Days are the store's. Where the viewer's clock is another, whatever names such a day says so.
function nameDays(within) {
  const zone = document.querySelector("main")?.dataset.zone;
  if (!zone || zone === Intl.DateTimeFormat().resolvedOptions().timeZone) return;
  for (const day of within.querySelectorAll("[data-store-day]")) day.title = `Days by the store's clock: ${zone}`, day.dataset.zone = zone;
}

export function showTimes(within) {
  nameDays(within);
  for (const time of within.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (isNaN(at)) continue;
    if ("clock" in time.dataset) {
      time.textContent = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
      continue;
    }
    const day = `${at.getDate()} ${months[at.getMonth()]}`;
    time.textContent = at.getFullYear() === new Date().getFullYear() ? `${day} ${two(at.getHours())}:${two(at.getMinutes())}` : `${day} ${at.getFullYear()}`;
    time.title = exact(at);
  }
}
