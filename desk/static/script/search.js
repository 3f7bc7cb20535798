// Completion of queries as one types: an editable combobox with a list (ARIA 1.2). Arrows choose, Enter and Tab take,
// Escape closes. Without this script the list of all fields on the page does.
for (const form of document.querySelectorAll("form[data-complete]")) {
  const input = form.querySelector("input[data-query]");
  const list = form.querySelector('[role="listbox"]');
  const said = form.querySelector('[role="status"]');
  if (!input || !list) continue;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let offered = null; // the last answer
  let chosen = -1;
  let asked = 0;
  let waiting = 0;

  const characters = (units) => [...input.value.slice(0, units)].length;
  const units = (count) => [...input.value].slice(0, count).join("").length;

  const close = () => {
    offered = null;
    chosen = -1;
    clearTimeout(waiting);
    asked++;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (n) => {
    const items = list.children;
    if (!items.length) return;
    if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
    chosen = n < -1 ? items.length - 1 : n >= items.length ? -1 : n;
    if (chosen < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };

  const show = (answer) => {
    offered = answer;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...answer.items.map((item, i) => {
        const row = document.createElement("span");
        row.id = list.id + "-" + i;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        const text = document.createElement("code");
        text.textContent = item.text;
        const says = document.createElement("span");
        says.className = "says";
        if (item.label) {
          const label = document.createElement("strong");
          label.textContent = item.label;
          says.append(label, item.says ? " · " : "");
        }
        says.append(item.says);
        row.append(text, says);
        row.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(i);
        });
        return row;
      }),
    );
    list.hidden = answer.items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (said) said.textContent = list.hidden ? "" : answer.items.length + " ways to go on";
  };

  const ask = async () => {
    const mine = ++asked;
    try {
      const address = form.dataset.complete + "?" + new URLSearchParams({ q: input.value, at: characters(input.selectionStart) });
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const body = await answer.json();
      if (mine === asked && document.activeElement === input) show(body);
    } catch {
      // without an answer one types on
    }
  };

  const take = (i) => {
    const item = offered?.items[i];
    if (!item) return;
    const start = units(offered.from);
    const end = units(offered.to);
    const field = item.text.endsWith(":");
    const rest = input.value.slice(end);
    const space = field || rest.startsWith(" ") || rest.startsWith(",") || rest.startsWith(")") ? "" : " ";
    input.value = input.value.slice(0, start) + item.text + space + rest;
    const caret = start + item.text.length + space.length;
    input.setSelectionRange(caret, caret);
    close();
    if (field) ask();
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 60);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    switch (event.key) {
      case "ArrowDown":
        event.preventDefault();
        if (open) choose(chosen + 1);
        else ask();
        break;
      case "ArrowUp":
        if (!open) return;
        event.preventDefault();
        choose(chosen === -1 ? -2 : chosen - 1);
        break;
      case "Enter":
        if (!open || chosen < 0) {
          close();
          return;
        }
        event.preventDefault();
        take(chosen);
        break;
      case "Tab":
        if (open && chosen >= 0) {
          event.preventDefault();
          take(chosen);
        }
        break;
      case "Escape":
        if (!open) return;
        event.preventDefault();
        close();
        break;
      case "ArrowLeft":
      case "ArrowRight":
      case "Home":
      case "End":
        close();
        break;
    }
  });
  input.addEventListener("blur", close);
}
