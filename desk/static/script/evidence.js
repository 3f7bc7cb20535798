// Links fields and the words that they were read from, in both directions: on hover, on focus and on tap.
//
// A field is any element with data-field, words are marks with data-fields; both hold names separated by spaces, and
// those that share a name light up together. Within [data-evidence] names are of one text; a page may have several. Where
// one text has several events, a field stands within [data-of="EVENT"], and only words of that event answer it. What is
// put into the page later is linked, too: listeners sit on the document.
const selector = "[data-field], [data-fields], [data-events]";
let pinned = null;

const names = (element) => (element.dataset.field ?? element.dataset.fields ?? "").split(" ").filter(Boolean);

// Words within the words of the action are asked for themselves: whoever points at "Baku" does not mean the whole clause.
const meant = (element) => {
  const all = names(element);
  const narrow = element.dataset.fields ? all.filter((name) => !/(^|\.)action$/.test(name)) : all;
  return narrow.length ? narrow : all;
};

const group = (element) => element.closest("[data-evidence]") ?? document;

function partners(element) {
  const within = group(element);
  const wanted = meant(element);
  if (!wanted.length) {
    // words of another event of the text: all of that event
    const events = (element.dataset.events ?? "").split(" ").filter(Boolean);
    return [...within.querySelectorAll("[data-events]")].filter((other) => events.some((id) => other.dataset.events.split(" ").includes(id)));
  }
  const event = element.closest("[data-of]")?.dataset.of;
  return [...within.querySelectorAll("[data-field], [data-fields]")].filter((other) => {
    if (!names(other).some((name) => wanted.includes(name))) return false;
    const theirs = other.closest("[data-of]")?.dataset.of;
    if (event && other.dataset.events && !other.dataset.events.split(" ").includes(event)) return false;
    if (theirs && element.dataset.events && !element.dataset.events.split(" ").includes(theirs)) return false;
    return true;
  });
}

function dark() {
  for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
}

function light(element) {
  dark();
  for (const other of partners(element)) other.classList.add("lit");
}

const found = (event) => (event.target instanceof Element ? event.target.closest(selector) : null);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const element = found(event);
  if (element) light(element);
  else if (pinned) light(pinned);
  else dark();
});
document.addEventListener("focusin", (event) => {
  const element = found(event);
  if (element) light(element);
});
document.addEventListener("focusout", () => (pinned ? light(pinned) : dark()));

// A tap or a click holds the light, and shows the other side where it is out of sight. Following a link to a field or to
// words does so, too: the script only keeps the page from jumping when they can be seen already.
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("button, input, select, summary, label")) return;
  const element = found(event);
  if (!element) {
    pinned = null;
    dark();
    return;
  }
  const link = event.target.closest("a[href]");
  if (link && !link.getAttribute("href").startsWith("#")) return;
  pinned = pinned === element ? null : element;
  light(element);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const target = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!target) return;
  let shown = target;
  while (shown.matches("span:empty") && shown.nextElementSibling) shown = shown.nextElementSibling; // an anchor stands before what it names
  const box = shown.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) {
    shown.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  // The keyboard goes along: from words to their field, from a field to its words.
  if (event.detail === 0) {
    const next = shown.matches("a, button") ? shown : (shown.querySelector("a, button") ?? shown);
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || (!pinned && !document.querySelector(".lit"))) return;
  pinned = null;
  dark();
});

// Highlights can be put out, to read the text alone.
for (const box of document.querySelectorAll("input.highlights")) {
  const text = group(box).querySelector(".source-text.told");
  const show = () => text?.classList.toggle("plain", !box.checked);
  box.addEventListener("change", show);
  show();
}
