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

  // The sidebar keeps its place and what is folded in it, for as long as the window is open.
  const keepPlace = () => {
    const side = document.getElementById("side");
    if (!side) return;
    const key = `factbook-side ${location.pathname.replace(/[^/]*$/, "")}`;
    const parts = [...side.querySelectorAll("details")];
    const kept = remembered(sessionStorage, key);
    if (kept) {
      const { top, open } = JSON.parse(kept);
      parts.forEach((part, index) => { if (open[index] !== undefined) part.open = open[index]; });
      side.scrollTop = top;
    }
    const here = side.querySelector("[aria-current]");
    if (here) {
      here.closest("details")?.setAttribute("open", "");
      const [place, frame] = [here.getBoundingClientRect(), side.getBoundingClientRect()];
      if (place.top < frame.top || place.bottom > frame.bottom) side.scrollTop += place.top - frame.top - frame.height / 3;
    }
    addEventListener("pagehide", () => {
      remember(sessionStorage, key, JSON.stringify({ top: side.scrollTop, open: parts.map((part) => part.open) }));
    });
  };

  const copyButtons = () => {
    for (const code of document.querySelectorAll(".code")) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
      button.addEventListener("click", async () => {
        const text = code.querySelector("pre").textContent;
        try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; } catch { button.textContent = "Not allowed here"; }
      });
      code.append(button);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    keepPlace();
    copyButtons();
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
