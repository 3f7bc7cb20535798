// The words of each event can be put out and lit again, so that a report with many events can be read one by one.
const article = document.querySelector("article.report");
const boxes = [...article.querySelectorAll(".layer input")];

function show() {
  const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const mark of article.querySelectorAll("mark[data-events]")) {
    mark.classList.toggle("off", !mark.dataset.events.split(" ").some((event) => on.has(event)));
  }
  for (const box of boxes) box.closest("li").classList.toggle("off", !box.checked);
}

for (const label of article.querySelectorAll(".layer")) label.hidden = false;
const all = document.getElementById("all-events");
if (all && boxes.length > 1) {
  all.hidden = false;
  all.querySelectorAll("button").forEach((button, i) =>
    button.addEventListener("click", () => {
      for (const box of boxes) box.checked = i === 0;
      show();
    }),
  );
}
for (const box of boxes) box.addEventListener("change", show);
show();
