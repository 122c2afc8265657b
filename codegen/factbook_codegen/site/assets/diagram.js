// Diagrams: zoom, pan, focus on a node and its neighbours, Mermaid text. Without this script they are pictures with links.
(() => {
  "use strict";
  const LARGE = 80; // nodes from which on a diagram starts folded
  const SMALLEST = 0.55; // of its size, to which a diagram shrinks by itself to fit
  const MARGIN = 16;

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // A name that is too long for its box is broken inside, words of other nodes are broken between words.
  const words = (node) => [...node.querySelectorAll("text:not(.note)")].map((text) => text.textContent.trim())
    .join(node.matches(".clock, .context, .actor") ? " " : "");

  class Diagram {
    constructor(figure) {
      this.figure = figure;
      this.canvas = figure.querySelector(".canvas");
      this.svg = this.canvas.querySelector("svg");
      this.whole = this.svg.viewBox.baseVal;
      this.whole = { x: this.whole.x, y: this.whole.y, width: this.whole.width, height: this.whole.height };
      this.box = this.whole;
      this.ratio = Number.parseFloat(this.svg.getAttribute("width")) / this.whole.width;
      this.nodes = [...this.svg.querySelectorAll("g.node[id]")].filter((one) => !one.matches(".lane, .words"));
      this.edges = [...this.svg.querySelectorAll("g.edge")];
      this.byId = new Map(this.nodes.map((node) => [node.id, node]));
      this.tools();
      this.pan();
      this.fit();
      this.canvas.addEventListener("keydown", (event) => this.key(event));
      this.canvas.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
      }, { passive: false });
      if (this.nodes.length > LARGE) this.fold();
    }

    tools() {
      const button = (text, label, click) => {
        const made = element("button", { type: "button", textContent: text, onclick: click });
        made.setAttribute("aria-label", label);
        return made;
      };
      this.focused = element("select", { onchange: () => this.focus() }, new Option("everything", ""));
      const named = this.nodes.map((node) => [words(node), node.id]).sort((a, b) => a[0].localeCompare(b[0]));
      for (const [text, id] of named) this.focused.add(new Option(text, id));
      this.depth = element("select", { onchange: () => this.focus() });
      for (const steps of [1, 2, 3]) this.depth.add(new Option(steps === 1 ? "1 step" : `${steps} steps`, steps));
      this.depth.hidden = true;
      this.depth.setAttribute("aria-label", "How far around it");
      this.bar = element("div", { className: "bar" },
        element("label", {}, element("span", { textContent: "Show " }), this.focused),
        this.depth,
        element("span", { className: "space" }),
        button("−", "Smaller", () => this.zoom(1 / 1.25)),
        button("+", "Larger", () => this.zoom(1.25)),
        button("Fit", "Fit into the page", () => this.fit()),
        button("Mermaid", "As Mermaid text", () => this.mermaid()),
      );
      this.figure.prepend(this.bar);
    }

    size(scale) {
      this.scale = Math.min(4, Math.max(0.1, scale));
      this.svg.style.width = `${this.box.width * this.ratio * this.scale}px`;
    }

    zoom(factor) {
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.canvas;
      const before = this.scale;
      this.size(this.scale * factor);
      const by = this.scale / before;
      this.canvas.scrollTo((scrollLeft + clientWidth / 2) * by - clientWidth / 2, (scrollTop + clientHeight / 2) * by - clientHeight / 2);
    }

    fit() {
      const room = this.canvas.clientWidth - 2 * MARGIN;
      this.size(Math.max(SMALLEST, Math.min(1, room / (this.box.width * this.ratio))));
    }

    view(box) {
      this.box = box;
      this.svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
      this.fit();
    }

    key(event) {
      const factor = { "+": 1.25, "=": 1.25, "-": 1 / 1.25 }[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (factor) this.zoom(factor);
      else if (event.key === "0") this.fit();
      else if (event.key === "Escape") this.show("");
      else if (event.key === "f" && event.target.closest("g.node[id]")) this.show(event.target.closest("g.node[id]").id);
      else return;
      event.preventDefault();
    }

    pan() {
      let from = null;
      this.canvas.addEventListener("pointerdown", (event) => {
        if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("a")) return;
        from = { x: event.clientX + this.canvas.scrollLeft, y: event.clientY + this.canvas.scrollTop };
        this.canvas.setPointerCapture(event.pointerId);
      });
      this.canvas.addEventListener("pointermove", (event) => {
        if (from) this.canvas.scrollTo(from.x - event.clientX, from.y - event.clientY);
      });
      for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => { from = null; });
    }

    show(id) {
      this.focused.value = id;
      this.focus();
    }

    around(id, depth) {
      const near = new Set([id]);
      for (let step = 0; step < depth; step += 1) {
        const known = new Set(near);
        for (const edge of this.edges) {
          const { from, to } = edge.dataset;
          if (known.has(from)) near.add(to);
          if (known.has(to)) near.add(from);
        }
      }
      return near;
    }

    focus() {
      const id = this.focused.value;
      this.unfold();
      this.depth.hidden = !id;
      const near = id ? this.around(id, Number(this.depth.value)) : null;
      const away = (one, is) => one.classList.toggle("away", is);
      for (const node of this.nodes) away(node, near !== null && !near.has(node.id));
      for (const edge of this.edges) away(edge, near !== null && !(near.has(edge.dataset.from) && near.has(edge.dataset.to)));
      for (const other of this.svg.querySelectorAll("g.cluster, g.lane, g.words")) away(other, near !== null);
      this.svg.classList.toggle("focused", near !== null);
      for (const node of this.nodes) node.classList.toggle("centre", node.id === id);
      this.view(near ? this.bounds(near) : this.whole);
    }

    bounds(near) {
      const boxes = [...near].map((id) => this.byId.get(id)).filter(Boolean).map((node) => node.getBBox());
      const graph = this.svg.querySelector("g.graph").transform.baseVal.consolidate().matrix;
      const left = Math.min(...boxes.map((box) => box.x)) + graph.e - MARGIN;
      const top = Math.min(...boxes.map((box) => box.y)) + graph.f - MARGIN;
      const right = Math.max(...boxes.map((box) => box.x + box.width)) + graph.e + MARGIN;
      const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + graph.f + MARGIN;
      return { x: left, y: top, width: right - left, height: bottom - top };
    }

    fold() {
      this.figure.classList.add("folded");
      this.opener = element("button", {
        type: "button", className: "unfold", textContent: `Show all ${this.nodes.length}, or choose one above`, onclick: () => this.show(""),
      });
      this.figure.append(this.opener);
    }

    unfold() {
      this.figure.classList.remove("folded");
      this.opener?.remove();
      this.opener = null;
    }

    text() {
      const quote = (text) => `"${text.replace(/[#"<>&\[\]{}|`\\]/g, (one) => `#${one.codePointAt(0)};`)}"`;
      const shapes = { command: ["(", ")"], policy: ["{{", "}}"], view: ["[(", ")]"], actor: ["([", "])"], rejection: [">", "]"] };
      const names = new Map();
      const lines = ["flowchart LR"];
      for (const node of this.nodes.filter((one) => !one.matches(".away"))) {
        const name = `n${names.size + 1}`;
        names.set(node.id, name);
        const kind = Object.keys(shapes).find((one) => node.classList.contains(one));
        const [open, close] = shapes[kind] || ["[", "]"];
        lines.push(`  ${name}${open}${quote(words(node))}${close}`);
      }
      for (const edge of this.edges) {
        const [from, to] = [names.get(edge.dataset.from), names.get(edge.dataset.to)];
        if (!from || !to) continue;
        const label = [...edge.querySelectorAll("text")].map((text) => text.textContent.trim()).join(", ");
        const dashed = edge.matches(".tolerates, .refuses, .commands");
        const both = edge.querySelectorAll("polygon").length > 1 ? "<" : "";
        lines.push(`  ${from} ${both}${dashed ? "-.->" : "-->"}${label ? `|${quote(label)}|` : ""} ${to}`);
      }
      return `${lines.join("\n")}\n`;
    }

    mermaid() {
      const text = this.text();
      const area = element("textarea", { value: text, readOnly: true, rows: 16, spellcheck: false });
      area.setAttribute("aria-label", "Mermaid text");
      const copy = element("button", { type: "button", textContent: "Copy" });
      copy.onclick = async () => {
        area.select();
        try { await navigator.clipboard.writeText(text); } catch { document.execCommand("copy"); }
        copy.textContent = "Copied";
      };
      const close = element("button", { type: "button", textContent: "Close", onclick: () => dialog.close() });
      const dialog = element("dialog", { className: "mermaid", onclose: () => dialog.remove() },
        area, element("div", { className: "bar" }, copy, close));
      dialog.setAttribute("aria-label", "Mermaid text");
      document.body.append(dialog);
      dialog.showModal();
      area.setSelectionRange(0, 0);
      area.scrollTop = 0;
    }
  }

  for (const figure of document.querySelectorAll("[data-diagram]")) {
    if (figure.querySelector("svg")) new Diagram(figure);
  }
})();
