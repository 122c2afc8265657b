// Search: the index is a script beside the pages, loaded when somebody wants to search.
(() => {
  "use strict";
  const SHOWN = 40;
  const folder = document.body.dataset.index;
  const opener = document.querySelector("button.search");
  let entries = null;
  let found = [];
  let chosen = 0;

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const input = element("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: "A word, field, tag or type" });
  const list = element("ul", { id: "search-results" });
  const state = element("p", { className: "quiet" });
  const dialog = element("dialog", { className: "finder" }, input, state, list);
  input.setAttribute("aria-label", "Search the catalogue");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  state.setAttribute("role", "status");
  dialog.setAttribute("aria-label", "Search");
  document.body.append(dialog);

  window.factbookSearch = (listed) => {
    entries = listed.map(([kind, name, address, summary, more]) => ({
      kind, name, address, summary,
      parts: `${name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase()} `,
      low: name.toLowerCase(),
      more: ` ${more.toLowerCase()} `,
      rest: `${kind} ${summary}`.toLowerCase(),
    }));
    look();
  };

  // How well an entry answers a word: 0 not at all; the name counts most, then fields, tags and types, then the rest.
  const weigh = (entry, word, alone) => {
    if (alone && entry.low === word) return 100;
    if (entry.low.startsWith(word)) return 60;
    if (` ${entry.parts}`.includes(` ${word}`)) return 40;
    if (entry.low.includes(word)) return 25;
    if (entry.more.includes(` ${word} `)) return 15;
    if (entry.more.includes(word)) return 8;
    return entry.rest.includes(word) ? 4 : 0;
  };

  const look = () => {
    if (entries === null) return;
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = [];
    if (wanted.length) {
      for (const entry of entries) {
        let weight = 0;
        for (const word of wanted) {
          const one = weigh(entry, word, wanted.length === 1);
          if (!one) { weight = 0; break; }
          weight += one;
        }
        if (weight) found.push([weight, entry]);
      }
    }
    found.sort((a, b) => b[0] - a[0] || a[1].name.length - b[1].name.length || (a[1].name < b[1].name ? -1 : 1));
    const count = found.length;
    found = found.slice(0, SHOWN).map(([, entry]) => entry);
    chosen = 0;
    state.textContent = !wanted.length ? "" : !count ? "Nothing found." : count > SHOWN ? `${count} found, the best ${SHOWN} are shown.` : `${count} found.`;
    list.replaceChildren(...found.map((entry, index) => {
      const link = element("a", { href: folder + entry.address, tabIndex: -1 },
        element("span", { className: `kind ${entry.kind}`, textContent: entry.kind }),
        element("b", { textContent: entry.name }),
        element("span", { className: "quiet", textContent: entry.summary }));
      const item = element("li", { id: `found-${index}` }, link);
      item.setAttribute("role", "option");
      return item;
    }));
    choose(0);
  };

  const choose = (index) => {
    if (!found.length) { input.removeAttribute("aria-activedescendant"); return; }
    chosen = (index + found.length) % found.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === chosen));
    input.setAttribute("aria-activedescendant", `found-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const open = () => {
    if (dialog.open) return;
    if (entries === null && !document.querySelector("script[data-entries]")) {
      state.textContent = "Loading …";
      const script = element("script", { src: `${folder}search-index.js` });
      script.dataset.entries = "";
      script.onerror = () => { state.textContent = "The index is missing."; };
      document.head.append(script);
    }
    dialog.showModal();
    input.select();
  };

  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && found.length) { location.href = folder + found[chosen].address; dialog.close(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      open();
    }
  });
  opener.hidden = false;
  opener.addEventListener("click", open);
})();
