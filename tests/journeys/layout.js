// What the layout tests measure in a page. Loaded by test_layout.py.
(() => {
  const round = (number) => Math.round(number * 10) / 10;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".hush, .skip:not(:focus)");
  const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${element.textContent.trim().replace(/\s+/g, " ").slice(0, 50)}”`;
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  // The box that a finger can hit: a card that is one link, a label around its box, else the control.
  function target(control) {
    if (control.matches(".whole")) return control.closest(".row, .next").getBoundingClientRect();
    return (control.closest("label") ?? control).getBoundingClientRect();
  }

  // A link in running text has its line's height (WCAG 2.5.8).
  function inText(control) {
    const around = control.parentElement.closest("p, li, dd");
    return getComputedStyle(control).display === "inline" && around?.textContent.trim() !== control.textContent.trim();
  }

  // Every run of text that is seen, with its box.
  function* texts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim() || node.parentElement.closest("select, svg") || !shown(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1) yield [node, box];
    }
  }

  const outside = (box, frame) => box.left < frame.left - 1.5 || box.right > frame.right + 1.5 || box.top < frame.top - 1.5 || box.bottom > frame.bottom + 1.5;

  globalThis.layout = {
    wide: () => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth, document.documentElement.clientWidth - screen.width),

    small: () => [...document.querySelectorAll(CONTROLS)].filter((control) => shown(control) && !inText(control)).map((control) => [control, target(control)])
      .filter(([, box]) => box.width < 47.9 || box.height < 47.9).map(([control, box]) => `${name(control)} ${round(box.width)}×${round(box.height)}`),

    // Words that leave the page, the control they stand on, or a box that hides what does not fit.
    clipped() {
      const found = new Set();
      const page = { left: 0, right: document.documentElement.clientWidth, top: -scrollY, bottom: 1e6 };
      for (const [node, box] of texts(document.body)) {
        const frames = [page];
        for (let element = node.parentElement; element; element = element.parentElement) {
          const style = getComputedStyle(element);
          const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
          if ((hides && !element.matches(".panel, html, body")) || element.matches("button, .go, .button, .tel, .chip, .language, .fact, .tabs a, summary, .face, .card, .row, .callout")) frames.push(element.getBoundingClientRect());
        }
        if (frames.some((frame) => outside(box, frame))) found.add(name(node.parentElement));
      }
      return [...found];
    },

    // Words of two different elements that lie on each other.
    overlapping() {
      const all = [...texts(document.body)].filter(([node]) => !node.parentElement.closest(".tabs, .panel"));
      const found = new Set();
      for (const [place, [one, box]] of all.entries()) {
        for (const [other, its] of all.slice(place + 1)) {
          if (one.parentElement.contains(other.parentElement) || other.parentElement.contains(one.parentElement)) continue;
          const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
          const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
          if (across > 2 && down > Math.min(box.height, its.height) / 2) found.add(`${name(one.parentElement)} on ${name(other.parentElement)}`);
        }
      }
      return [...found];
    },

    style(css) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    },

    // What a longer language does to controls: every text 2.1 times as long, of words no longer than there are.
    lengthen() {
      for (const control of document.querySelectorAll("button, .go, .button, .back, .tabs a, .chip, summary, .receipt, .label")) {
        const walker = document.createTreeWalker(control, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
        for (const node of nodes) {
          const text = node.data.trim();
          node.data = `${node.data}  ${text} ${text}`.slice(0, Math.ceil(node.data.length * 2.1));
        }
      }
    },

    // What has the focus: how it shows, and whether anything lies over it.
    focus() {
      const element = document.activeElement;
      if (element === document.body) return null;
      const painted = [element, element.nextElementSibling].filter(Boolean).flatMap((one) => [getComputedStyle(one), getComputedStyle(one, "::after")]);
      const box = element.matches(".choice input") ? element.nextElementSibling.getBoundingClientRect() : target(element);
      const bar = document.querySelector(".tabs");
      const fixed = bar && getComputedStyle(bar).position === "fixed" && !bar.contains(element) ? bar.getBoundingClientRect().top : innerHeight;
      return {
        name: name(element), id: element.dataset.seen ??= String(document.querySelectorAll("[data-seen]").length + 1),
        visible: painted.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
        hidden: round(Math.max(0, Math.min(box.bottom, box.top + 48) - fixed, -box.top)),
      };
    },
  };
})();
