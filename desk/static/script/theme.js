// Sets the theme that the visitor chose before the page is drawn, so that it does not flash in the other.
(function () {
  try {
    var kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  } catch (e) {
    // a browser that keeps nothing follows the system
  }
})();
