// Moving over the map by keys, which follow the page's own links: + − zoom, arrows move.
const keys = { "+": "Nearer", "=": "Nearer", "-": "Farther", "−": "Farther", ArrowLeft: "West", ArrowRight: "East", ArrowUp: "North", ArrowDown: "South" };
const figure = document.querySelector("figure.map");
if (figure) {
  figure.tabIndex = 0;
  figure.setAttribute("aria-label", "Map: plus and minus zoom, arrows move");
  figure.setAttribute("role", "group");
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const move = keys[event.key];
    const link = move && document.querySelector(`a.move[data-move="${move}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
