// Completes names of actors while they are typed: a list below the field, by arrow keys, Enter and Tab, or the mouse.
// Several names are separated by semicolons; the one at the end is completed.
let count = 0;

function complete(input) {
  if (input.dataset.completes) return;
  input.dataset.completes = "yes";
  const id = `completions-${++count}`;
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = id;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", id);
  input.removeAttribute("list"); // this list has those names, too
  input.after(list);
  let chosen = -1;
  let asked = 0;
  let took = false;

  const parts = () => input.value.split(";");
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (n) => {
    chosen = n;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === n)));
    if (n >= 0) input.setAttribute("aria-activedescendant", list.children[n].id);
  };
  const take = (n) => {
    const all = parts();
    all[all.length - 1] = (all.length > 1 ? " " : "") + list.children[n].dataset.value;
    input.value = all.join(";");
    close();
    input.focus();
  };

  input.addEventListener("input", async () => {
    const word = parts().at(-1).trim();
    const turn = ++asked;
    if (word.length < 2) return close();
    let found = [];
    try {
      const answer = await fetch(`/review/names?q=${encodeURIComponent(word)}`, { headers: { Accept: "application/json" } });
      if (answer.ok) found = await answer.json();
    } catch {
      // what is typed is taken as it is
    }
    if (turn !== asked) return;
    if (!found.length) return close();
    const was = chosen >= 0 ? list.children[chosen].dataset.value : null; // an answer that comes late must not undo a choice
    list.replaceChildren(
      ...found.map((one, i) => {
        const li = document.createElement("li");
        li.id = `${id}-${i}`;
        li.setAttribute("role", "option");
        li.dataset.value = one.id || one.name;
        const what = document.createElement("span");
        what.className = "small quiet";
        what.textContent = ` ${[one.what, one.id].filter(Boolean).join(", ")}`;
        li.append(one.name, what);
        li.addEventListener("mousedown", (e) => {
          e.preventDefault();
          take(i);
        });
        return li;
      }),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark([...list.children].findIndex((li) => li.dataset.value === was));
  });
  input.addEventListener("keydown", (e) => {
    if (list.hidden) return;
    const n = list.children.length;
    if (e.key === "ArrowDown") mark((chosen + 1) % n);
    else if (e.key === "ArrowUp") mark((chosen + n) % n);
    else if ((e.key === "Enter" || e.key === "Tab") && chosen >= 0) {
      take(chosen);
      took = true;
    } else if (e.key === "Escape") {
      close();
      e.stopPropagation();
    } else return;
    e.preventDefault();
  });
  // the Enter that takes a name must not send the form as well, however a browser or an aid in it gives the key on
  input.addEventListener("keypress", (e) => took && e.key === "Enter" && e.preventDefault());
  input.addEventListener("keyup", () => (took = false));
  input.addEventListener("blur", close);
}

function within(part) {
  for (const input of part.querySelectorAll("input[data-names]")) complete(input);
  for (const input of part.querySelectorAll("input[data-days]")) days(input);
}

// A time is checked as it is written: the server has the last word.
const time = /^(\d{4}(-\d\d(-\d\d)?)?|\.\.)?(\/(\d{4}(-\d\d(-\d\d)?)?|\.\.)?)?$/;
function days(input) {
  input.addEventListener("input", () =>
    input.setCustomValidity(time.test(input.value.trim()) ? "" : "Write a day as 2021-05-13, a month as 2021-05, a year as 2021, or two of them with / between."),
  );
}

within(document);
document.addEventListener("desk:names", (e) => within(e.detail));
