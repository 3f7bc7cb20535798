// What every page has: the switch between light and dark.
const root = document.documentElement;
const button = document.getElementById("theme");
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

function name() {
  button.textContent = dark() ? "Light" : "Dark";
}

button.hidden = false;
name();
button.addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // a browser that keeps nothing: for this page only
  }
  name();
});
