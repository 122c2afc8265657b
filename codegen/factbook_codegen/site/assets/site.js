// Colours first, before anything is drawn.
(() => {
  "use strict";
  const root = document.documentElement;
  const themes = ["", "light", "dark"];
  const words = { "": "as the system has them", light: "light", dark: "dark" };
  const remembered = (store, key) => { try { return store.getItem(key) || ""; } catch { return ""; } };
  const remember = (store, key, value) => { try { store.setItem(key, value); } catch { /* private windows */ } };

  const paint = (theme) => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  };
  let theme = remembered(localStorage, "factbook-theme");
  paint(theme);

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    const say = () => button.setAttribute("aria-label", `Colours: ${words[theme]}`);
    if (button) {
      button.hidden = false;
      say();
      button.addEventListener("click", () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        remember(localStorage, "factbook-theme", theme);
        paint(theme);
        say();
      });
    }
  });
})();
