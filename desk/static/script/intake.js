// Shows how far reports are that are being put in, until all are stored.
const ask = async () => {
  const shown = document.getElementById("intake");
  if (!shown || shown.dataset.running !== "true") return;
  try {
    const answer = await fetch(shown.dataset.again, { headers: { Accept: "text/html; fragment" } });
    if (!answer.ok) return;
    const part = document.createElement("template");
    part.innerHTML = await answer.text(); // the desk's own page, whose words are escaped there
    const next = part.content.getElementById("intake");
    if (next) shown.replaceWith(next);
  } catch {
    // the desk does not answer for a moment
  }
  setTimeout(ask, 1000);
};
setTimeout(ask, 700);
