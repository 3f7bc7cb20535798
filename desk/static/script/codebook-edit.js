// Leads from a mistake to its line.
const text = document.getElementById("codebook-text");

function lineAt(number) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  text.scrollTop = Math.max(0, (text.scrollHeight / lines.length) * (number - 4));
}

if (text) {
  for (const link of document.querySelectorAll("a[data-line]")) {
    link.addEventListener("click", (e) => {
      e.preventDefault();
      lineAt(Number(link.dataset.line));
    });
  }
}
