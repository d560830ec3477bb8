// Cards of strategies. An excerpt is a request, so it is loaded when its card comes into view.
"use strict";

class Cards {
  constructor(list, template, catalog) {
    this.list = list;
    this.template = template;
    this.catalog = catalog;
    this.waiting = new Map();
    this.watch = new IntersectionObserver((seen) => this.seen(seen), { rootMargin: "100px" });
  }

  // Show these items; each keeps its card.
  show(items) {
    this.watch.disconnect();
    this.waiting.clear();
    this.list.replaceChildren(...items.map((item) => (item.card ??= this.filled(item))));
    this.list.classList.toggle("hits", items.some(({ result }) => result));
    for (const item of items.filter(({ result, excerpt }) => result && !excerpt)) {
      this.waiting.set(item.card, item);
      this.watch.observe(item.card);
    }
  }

  filled({ strategy, filed = [] }) {
    const card = this.template.cloneNode(true);
    card.className = `card hue-${strategy.hue}`;
    const link = card.querySelector("a");
    link.href = `${root}strategies/${strategy.id}/index.html`;
    link.textContent = strategy.title;
    const [summary, shelf, own] = ["p", ".shelf", ".own"].map((part) => card.querySelector(part));
    summary.textContent = strategy.summary;
    if (own) own.textContent = strategy.own;
    if (own) own.hidden = !strategy.own;
    const names = [...this.catalog.names(strategy, "category"), ...filed.map(({ name }) => name)];
    shelf.textContent = [...new Set(names)].join(" · ");
    return card;
  }

  seen(entries) {
    for (const { target } of entries.filter(({ isIntersecting }) => isIntersecting)) {
      const item = this.waiting.get(target);
      this.watch.unobserve(target);
      if (!item || item.excerpt) continue;
      item.excerpt = true;
      // Without an excerpt the summary stays.
      item.result.data().then((data) => this.excerpt(target.querySelector("p"), data), () => {});
    }
  }

  // The names under which a strategy is filed end its document. They are on the card, and make no excerpt.
  excerpt(place, { excerpt, locations, anchors }) {
    const end = anchors.find(({ id }) => id === "filed")?.location ?? Infinity;
    if (locations.some((location) => location < end)) place.replaceChildren("… ", ...marked(excerpt), " …");
  }
}

// An excerpt as text and marks only, without the spaces that the index puts between characters.
function marked(excerpt) {
  const { source } = CHARACTER;
  const joined = excerpt.replace(new RegExp(`(?<=${source}(?:</mark>)?) (?=(?:<mark>)?${source})`, "gu"), "");
  const parsed = new DOMParser().parseFromString(joined, "text/html").body;
  return [...parsed.childNodes].map((node) => {
    const part = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
    part.textContent = node.textContent;
    return part;
  });
}
