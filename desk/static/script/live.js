// Tells quietly what came in since the page was opened. It never moves the page: whoever reads decides when to look.
const opened = Number(document.body.dataset.change);
const past = new URLSearchParams(location.search).has("as-of");

if (opened > 0 && !past && "EventSource" in window) {
  const bar = document.createElement("p");
  bar.className = "arrived";
  bar.setAttribute("role", "status");
  bar.setAttribute("aria-live", "polite");
  document.getElementById("content")?.before(bar);

  let reports = 0;
  let events = 0;
  let changes = 0;
  let waiting = 0;
  let stream = null;
  let last = opened;

  const counted = (n, word) => `${n.toLocaleString("en-GB")} ${word}${n === 1 ? "" : "s"}`;

  // Several changes a second are told together, so that a screen reader is not kept busy.
  const tell = () => {
    waiting = 0;
    let words = counted(changes, "change");
    if (reports > 0) words = counted(reports, "new report");
    if (reports > 0 && events > 0) words += ` with ${counted(events, "event")}`;
    const show = document.createElement("a");
    show.href = location.href;
    show.textContent = "show";
    show.addEventListener("click", (e) => { // loaded again, and not from what was made before
      e.preventDefault();
      location.reload();
    });
    bar.replaceChildren(`${words} since you opened this page — `, show);
  };

  const listen = () => {
    stream = new EventSource(`/api/v1/changes/stream?after=${last}`);
    stream.addEventListener("change", (e) => {
      const told = JSON.parse(e.data);
      if (told.change <= last) return;
      last = told.change;
      changes += 1;
      reports += told.reports;
      if (told.kind !== "review") events += told.events;
      waiting ||= setTimeout(tell, 1500);
    });
    stream.addEventListener("missed", (e) => {
      changes += JSON.parse(e.data).change - last;
      last = JSON.parse(e.data).change;
      waiting ||= setTimeout(tell, 1500);
    });
  };

  // A page that nobody sees listens to nothing: browsers open few connections to a site.
  const heed = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      listen();
    }
  };
  document.addEventListener("visibilitychange", heed);
  addEventListener("pagehide", () => { stream?.close(); stream = null; });
  addEventListener("pageshow", heed);
  heed();
}
