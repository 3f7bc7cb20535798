// Choosing a time on the timeline: drag over the strip at the bottom, or use + − ← →, which follow the page's own links.
const figure = document.getElementById("timeline-figure");
const strip = figure?.querySelector("g.overview");

for (const hint of document.querySelectorAll(".by-script")) hint.hidden = false;

const day = 86_400_000;

/** iso gives the day that is a share of the way through the strip. */
function iso(share) {
  const first = Date.parse(strip.dataset.first);
  const last = Date.parse(strip.dataset.last);
  const at = Math.round((first + (last - first) * Math.min(1, Math.max(0, share))) / day) * day;
  return new Date(at).toISOString().slice(0, 10);
}

if (strip) {
  const svg = strip.ownerSVGElement;
  const left = Number(strip.dataset.left);
  const right = Number(strip.dataset.right);
  const box = strip.getBBox();
  let from = null;
  let brush = null;
  const x = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
  const share = (at) => (at - left) / (right - left);

  strip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = x(event);
  });
  addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = x(event);
    if (!brush && Math.abs(to - from) < 4) return;
    if (!brush) {
      brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      brush.setAttribute("class", "brush");
      brush.setAttribute("y", box.y);
      brush.setAttribute("height", box.height);
      svg.append(brush);
    }
    brush.setAttribute("x", Math.max(left, Math.min(from, to)));
    brush.setAttribute("width", Math.min(right, Math.max(from, to)) - Math.max(left, Math.min(from, to)));
  });
  addEventListener("pointerup", (event) => {
    if (from === null) return;
    const ends = [share(from), share(x(event))].sort((a, b) => a - b);
    from = null;
    if (!brush) return;
    const address = new URL(location.href);
    address.searchParams.set("from", iso(ends[0]));
    address.searchParams.set("to", iso(ends[1]));
    address.searchParams.delete("done");
    location.assign(address);
  });
  // a link below the strip must not be followed at the end of a drag
  strip.addEventListener("click", (event) => { if (brush) event.preventDefault(); }, true);
  strip.addEventListener("dragstart", (event) => event.preventDefault());
}

const keys = { "+": "Nearer", "=": "Nearer", "-": "Farther", "−": "Farther", ArrowLeft: "Earlier", ArrowRight: "Later" };
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, button, .scroll:focus")) return;
  const move = keys[event.key];
  const link = move && document.querySelector(`a.move[data-move="${move}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
