// The box into which a report is pasted: its reading appears below it without leaving the page.
for (const form of document.querySelectorAll("form[data-paste]")) {
  const result = document.getElementById("paste-result");
  const text = form.querySelector("textarea");
  const button = form.querySelector("button");
  if (!result || !text || !button) continue;
  let running = null;

  const say = (words) => {
    const p = document.createElement("p");
    p.className = "problem";
    p.setAttribute("role", "alert");
    p.textContent = words;
    result.replaceChildren(p);
  };

  const read = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "text/html; fragment" },
        signal: mine.signal,
      });
      const body = await answer.text();
      if (mine.signal.aborted) return;
      if (answer.ok || answer.status === 422) result.innerHTML = body; // the desk's own page, whose words are escaped there
      else say(answer.status === 429 ? "Too many texts at once: wait a moment, then try again." : "The desk could not read this (" + answer.status + "). Reload the page and try again.");
    } catch (error) {
      if (!mine.signal.aborted) say("The desk does not answer: " + error.message);
    } finally {
      if (running === mine) result.setAttribute("aria-busy", "false");
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    read();
  });
  // What is pasted is read at once.
  text.addEventListener("paste", () => setTimeout(() => text.value.trim().length > 80 && read(), 0));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      read();
    }
  });
}
