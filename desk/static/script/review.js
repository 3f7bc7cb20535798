// Review by keyboard: decisions go to the server without leaving the page, and the next doubt comes at once, for it was
// fetched while the present one was read. Without this script the same forms and links lead from page to page.
const page = document.querySelector("[data-review]");
const middle = page?.querySelector("[data-item]");
const announcer = page?.querySelector("[data-announce]");
const chooser = page?.querySelector("[data-correct-dialog]");
const keysHelp = page?.querySelector("[data-keys-dialog]");
const fetched = new Map(); // addresses to promises of documents
let lastChange = Number(new URLSearchParams(location.search).get("done")) || 0;
let busy = false;

const item = () => middle.querySelector(".review-item");
const button = (action) => middle.querySelector(`.review-item > .review-acts form[data-act="${action}"] button`);

function announce(words) {
  announcer.textContent = "";
  requestAnimationFrame(() => (announcer.textContent = words));
}

// load fetches a page of the queue, once.
function load(address) {
  if (!fetched.has(address)) {
    fetched.set(
      address,
      fetch(address, { headers: { Accept: "text/html" } })
        .then((r) => (r.ok ? r.text() : Promise.reject(new Error(String(r.status)))))
        .then((text) => new DOMParser().parseFromString(text, "text/html")),
    );
  }
  return fetched.get(address);
}

function prefetch() {
  const next = item()?.dataset.next;
  if (next) load(next).catch(() => fetched.delete(next));
}

// place puts another page of the queue into this one.
async function place(address, words, remember = true) {
  let made;
  try {
    made = await load(address);
  } catch {
    location.assign(address);
    return;
  }
  fetched.delete(address);
  const other = made.querySelector("[data-review]");
  if (!other) {
    location.assign(address);
    return;
  }
  for (const part of [".review-head", "[data-item]", ".review-side"]) {
    page.querySelector(part).replaceChildren(...other.querySelector(part).childNodes);
  }
  if (remember) history.pushState({}, "", address);
  ready();
  const heading = middle.querySelector(".review-card h2");
  announce([words, heading ? heading.textContent : "Nothing waits here."].filter(Boolean).join(" "));
  (item() ?? middle).focus({ preventScroll: true });
  scrollTo({ top: 0 });
  prefetch();
}

// say shows what the server answered when it did not do what was asked.
function say(words) {
  let place = page.querySelector("[data-problem]");
  if (!place) {
    place = document.createElement("p");
    place.className = "problem";
    place.dataset.problem = "";
    place.setAttribute("role", "alert");
    middle.prepend(place);
  }
  place.textContent = words;
}

// told is the bar that says what was done, with a button that takes it back.
function told(change, what) {
  lastChange = change;
  let bar = page.querySelector("[data-told]");
  if (!bar) {
    bar = document.createElement("p");
    bar.className = "notice done row";
    bar.dataset.told = "";
    page.querySelector(".review-columns").before(bar);
  }
  const undo = document.createElement("button");
  undo.type = "button";
  undo.append("Undo ", key("u"));
  undo.setAttribute("aria-keyshortcuts", "u");
  undo.addEventListener("click", takeBack);
  const words = document.createElement("span");
  words.textContent = `Done: ${what} (change ${change}).`;
  bar.replaceChildren(words, undo);
}

function key(name) {
  const k = document.createElement("kbd");
  k.textContent = name;
  return k;
}

async function post(fields) {
  const answer = await fetch("/review", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: fields,
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(body.detail || `The desk answered ${answer.status}.`), { status: answer.status });
  return body;
}

// decide sends a form, and shows the next doubt.
async function decide(form) {
  if (busy) return;
  busy = true;
  const fields = new URLSearchParams(new FormData(form));
  const back = fields.get("back");
  const here = item()?.dataset.here;
  middle.setAttribute("aria-busy", "true");
  try {
    const done = await post(fields);
    chooser.close();
    if (back === here) fetched.delete(back);
    await place(back || here || "/review", `Done: ${done.what}. Next:`);
    told(done.change, done.what);
    fetched.clear();
    refresh();
    prefetch();
  } catch (problem) {
    if (problem.status === 409 || problem.status === undefined) {
      form.submit(); // the page of the server says more
      return;
    }
    const where = form.closest("dialog");
    if (where) {
      let alert = form.querySelector(".problem");
      if (!alert) {
        alert = document.createElement("p");
        alert.className = "problem";
        alert.setAttribute("role", "alert");
        form.prepend(alert);
      }
      alert.textContent = problem.message;
    } else {
      say(problem.message);
    }
  } finally {
    busy = false;
    middle.removeAttribute("aria-busy");
  }
}

// refresh brings the counts and the queue at the side up to date: the next doubt was fetched before the decision.
async function refresh() {
  const here = item()?.dataset.here;
  if (!here) return;
  try {
    const made = await load(here);
    fetched.delete(here);
    if (item()?.dataset.here !== here || page.querySelector(".review-side").contains(document.activeElement)) return;
    for (const part of [".review-head", ".review-side"]) {
      const fresh = made.querySelector(part);
      if (fresh) page.querySelector(part).replaceChildren(...fresh.childNodes);
    }
    document.dispatchEvent(new CustomEvent("desk:names", { detail: page }));
  } catch {
    fetched.delete(here); // the next decision tries again
  }
}

async function takeBack() {
  if (!lastChange || busy) return;
  busy = true;
  const csrf = page.querySelector('input[name="csrf"]')?.value ?? document.querySelector('input[name="csrf"]')?.value ?? "";
  try {
    const done = await post(new URLSearchParams({ csrf, action: "undo", target: String(lastChange) }));
    page.querySelector("[data-told]")?.remove();
    document.querySelector(".notice.done")?.remove();
    lastChange = 0;
    fetched.clear();
    const here = item()?.dataset.here ?? location.pathname + location.search;
    await place(here, `${done.what[0].toUpperCase()}${done.what.slice(1)}.`, false);
  } catch (problem) {
    say(problem.message);
  } finally {
    busy = false;
  }
}

// choose opens the choice of a field, or the form of one.
async function choose(address) {
  let made;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    made = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.assign(address);
    return;
  }
  const part = made.querySelector("#correction");
  if (!part) {
    location.assign(address);
    return;
  }
  const heading = document.createElement("h2");
  heading.textContent = "Correct: which field?";
  chooser.replaceChildren(...(part.tagName === "FORM" ? [part] : [heading, part]));
  if (!chooser.open) chooser.showModal();
  document.dispatchEvent(new CustomEvent("desk:names", { detail: chooser }));
  const field = part.querySelector("input:checked, input:not([type=hidden]), select, a") ?? part;
  field.focus();
  if (field.type === "text") field.setSelectionRange(field.value.length, field.value.length);
}

// A number of two digits is typed within a moment.
let digits = "";
let digitsTimer = 0;
function number(digit) {
  digits += digit;
  clearTimeout(digitsTimer);
  const go = () => {
    const link = chooser.querySelector(`a[data-number="${digits}"]`);
    digits = "";
    if (link) choose(link.href);
  };
  if (digits.length > 1 || !chooser.querySelector(`a[data-number^="${digits}"]:not([data-number="${digits}"])`)) go();
  else digitsTimer = setTimeout(go, 500);
}

function ready() {
  for (const b of page.querySelectorAll("[data-keys]")) b.hidden = false;
}

function pressed(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  const at = e.target;
  const typing = at.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select");
  if (chooser.open) {
    if (!typing && /^[0-9]$/.test(e.key) && chooser.querySelector("a[data-number]")) {
      e.preventDefault();
      number(e.key);
    }
    return;
  }
  if (typing || keysHelp.open) return;
  const keys = {
    a: () => button("accept")?.click(),
    x: () => button("reject")?.click(),
    s: () => item()?.dataset.reason === "confidence" && button("split")?.click(),
    j: () => button("join")?.click(),
    k: () => item()?.dataset.reason === "same" && button("split")?.click(),
    m: () => button("note")?.click(),
    c: () => {
      const link = middle.querySelector('[data-key="c"]') ?? card()?.querySelector("a[href^='/review/correct']");
      if (link) choose(link.href.replace(/&field=[a-z]*/, ""));
    },
    u: takeBack,
    n: () => item()?.dataset.next && place(item().dataset.next, "Next:"),
    p: () => item()?.dataset.prev && place(item().dataset.prev, "Before:"),
    "?": () => keysHelp.showModal(),
  };
  keys.ArrowRight = keys.n;
  keys.ArrowLeft = keys.p;
  const act = keys[e.key];
  if (!act) return;
  if (e.key.startsWith("Arrow") && at.closest?.("[role=group] input")) return;
  e.preventDefault();
  act();
}

// card is the account in which the focus is, else the first.
function card() {
  return document.activeElement?.closest(".review-card") ?? middle.querySelector(".review-card");
}

if (page && middle) {
  ready();
  prefetch();
  document.addEventListener("keydown", pressed);
  page.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.method !== "post" || !form.dataset.act) return;
    e.preventDefault();
    decide(form);
  });
  page.addEventListener("click", (e) => {
    const link = e.target.closest("a");
    if (e.target.closest("[data-keys]")) {
      keysHelp.showModal();
    } else if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey && e.button === 0) {
      if (link.closest("[data-close]")) {
        if (chooser.open) {
          e.preventDefault();
          chooser.close();
        }
      } else if (link.matches("[data-correct], [data-key=c], .review-acts a[href^='/review/correct'], dialog a[href^='/review/correct']")) {
        e.preventDefault();
        choose(link.href);
      } else if (link.matches("[rel=next], [rel=prev], .review-queue a, .review-kinds a")) {
        e.preventDefault();
        place(link.getAttribute("href"), "");
      }
    }
  });
  addEventListener("popstate", () => location.reload());
}
