// Filters and search on the home page, which is a plain list without them.
"use strict";

const fromDisk = location.protocol === "file:";
const PAUSE = 150; // milliseconds without a key before a search begins

class Finder {
  constructor(place) {
    this.form = place.querySelector("form");
    this.words = this.form.elements.q;
    this.cards = place.querySelector("[data-cards]");
    this.card = place.querySelector("template").content.firstElementChild;
    this.state = place.querySelector("[data-state]");
    this.chosen = place.querySelector("[data-chosen]");
    this.more = place.querySelector("[data-more]");
    this.note = place.querySelector("[data-search-note]");
    this.step = Number(place.dataset.most);
    this.index = place.dataset.search;
    const catalog = JSON.parse(place.querySelector("[data-catalog]").textContent);
    this.strategies = catalog.strategies;
    this.everything = this.strategies.map((strategy) => ({ strategy }));
    this.shelves = catalog.facets.category.names;
    this.facets = Object.entries(catalog.facets).map(([id, { every, options }]) => ({
      id,
      every,
      boxes: options.map((value) => this.form.querySelector(`[name="${id}"][value="${CSS.escape(value)}"]`)),
    }));
    this.shown = this.step;
    this.found = null; // strategies by rank, each with an excerpt; null while nothing is searched for
    this.asked = 0;
    this.turn = Promise.resolve();
  }

  start() {
    this.form.hidden = false;
    document.querySelector("[data-rest]")?.remove();
    // On a narrow screen, filters would push the strategies away.
    this.form.querySelector(".all-filters").open = matchMedia("(min-width: 60rem)").matches;
    if (fromDisk && this.index) {
      this.index = "";
      this.say("Opened from a disk, this looks through titles and summaries. Full-text search needs a web server.");
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => event.target.type === "checkbox" && this.update());
    this.words.addEventListener("input", () => this.search());
    this.more.addEventListener("click", () => this.showMore());
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  // The state lives in the address, so that it survives a reload and can be sent to somebody.
  restore() {
    const state = new URLSearchParams(location.search);
    for (const { id, boxes } of this.facets) {
      const values = state.getAll(id);
      for (const box of boxes) {
        box.checked = values.includes(box.value);
        if (box.checked) box.closest("details").open = true;
      }
    }
    this.words.value = state.get("q") ?? "";
    this.update();
    this.search();
  }

  remember() {
    const state = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value));
    const query = state.toString();
    try {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    } catch {
      // Some browsers do not allow it for files.
    }
  }

  update() {
    this.shown = this.step;
    this.remember();
    this.render();
  }

  // Strategies that have what is chosen (any of a facet's values, or every one of them), and what each further
  // choice would show: of a facet that takes any value, the other facets alone decide that.
  matches() {
    const chosen = this.facets.map(({ boxes }) => boxes.flatMap((box, place) => (box.checked ? [place] : [])));
    const counts = this.facets.map(({ boxes }) => new Array(boxes.length).fill(0));
    const all = [];
    for (const item of this.found ?? this.everything) {
      let failed = 0; // one bit for each facet
      for (const [number, { id, every }] of this.facets.entries()) {
        const has = (value) => item.strategy[id].includes(value);
        const wanted = chosen[number];
        if (wanted.length && !(every ? wanted.every(has) : wanted.some(has))) failed |= 1 << number;
      }
      if (!failed) all.push(item);
      for (const [number, { id, every }] of this.facets.entries()) {
        if (failed && (every || failed !== 1 << number)) continue;
        for (const value of item.strategy[id]) counts[number][value] += 1;
      }
    }
    return { all, counts };
  }

  render() {
    const { all, counts } = this.matches();
    this.cards.replaceChildren(...all.slice(0, this.shown).map((item) => (item.card ??= this.filled(item))));
    this.facets.forEach(({ boxes }, number) => boxes.forEach((box, place) => {
      const count = counts[number][place];
      const shown = box.parentElement.lastElementChild.firstChild;
      if (shown.data === String(count)) return;
      shown.data = count;
      box.parentElement.classList.toggle("none", !count);
    }));
    const total = this.strategies.length;
    const few = all.length < total;
    this.state.textContent = few ? `${all.length} of ${total} strategies` : `${total} strategies`;
    if (!all.length) this.state.textContent += ". Take back a filter, or try another word.";
    this.more.hidden = all.length <= this.shown;
    this.renderChosen();
  }

  filled({ strategy, excerpt }) {
    const card = this.card.cloneNode(true);
    card.className = `card hue-${strategy.hue}`;
    const link = card.querySelector("a");
    link.href = `strategies/${strategy.id}/index.html`;
    link.textContent = strategy.title;
    const [summary, shelf] = card.querySelectorAll("p");
    summary.replaceChildren(...(excerpt ?? [strategy.summary]));
    shelf.textContent = this.shelves[strategy.category[0]];
    return card;
  }

  renderChosen() {
    const boxes = this.facets.flatMap(({ boxes }) => boxes.filter((box) => box.checked));
    const buttons = boxes.map((box) => this.button(`${box.nextElementSibling.textContent} ×`, () => { box.checked = false; }));
    for (const [place, button] of buttons.entries()) {
      button.setAttribute("aria-label", `Remove the filter ${boxes[place].nextElementSibling.textContent}`);
    }
    if (boxes.length > 1) buttons.push(this.button("Clear all", () => boxes.forEach((box) => { box.checked = false; })));
    this.chosen.replaceChildren(...buttons);
    this.chosen.hidden = !buttons.length;
  }

  button(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => {
      act();
      this.update();
      // The button is gone: the next one takes the focus, or the search box.
      (this.chosen.querySelector("button") ?? this.words).focus();
    });
    return button;
  }

  showMore() {
    const first = this.shown;
    this.shown += this.step;
    this.render();
    this.cards.children[first]?.querySelector("a").focus();
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  // Only the answer to the latest question is shown.
  async search() {
    const words = this.words.value.trim();
    const asked = ++this.asked;
    if (!words) {
      this.found = null;
      this.update();
      return;
    }
    const found = this.index ? await this.fullText(words, asked) : this.titles(words);
    if (asked !== this.asked || !found) return;
    this.found = found;
    this.update();
  }

  titles(words) {
    const wanted = words.toLowerCase().split(/\s+/);
    const text = ({ title, summary }) => `${title} ${summary}`.toLowerCase();
    return this.strategies
      .filter((strategy) => wanted.every((word) => text(strategy).includes(word)))
      .map((strategy) => ({ strategy }));
  }

  // One question at a time, and none that was overtaken: asked several at once, Pagefind was seen to answer none.
  async fullText(words, asked) {
    await new Promise((go) => setTimeout(go, PAUSE));
    this.turn = this.turn.then(() => (asked === this.asked ? this.ask(words) : null));
    return this.turn;
  }

  async ask(words) {
    try {
      this.engine ??= await import(new URL(this.index, document.baseURI));
      const answer = await this.engine.search(words);
      const best = await Promise.all(answer.results.slice(0, 2 * this.step).map((result) => result.data()));
      const byId = new Map(this.strategies.map((strategy) => [strategy.id, strategy]));
      return best
        .map(({ url, excerpt }) => ({ strategy: byId.get(url.split("/").at(-2)), excerpt: this.marked(excerpt) }))
        .filter(({ strategy }) => strategy);
    } catch {
      this.index = "";
      this.say("Full-text search could not be loaded; this looks through titles and summaries.");
      return this.titles(words);
    }
  }

  // An excerpt as text and marks, whatever else it may hold.
  marked(excerpt) {
    const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
    const parts = [...parsed.childNodes].map((node) => {
      const part = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
      part.textContent = node.textContent;
      return part;
    });
    return ["… ", ...parts, " …"];
  }
}

const place = document.querySelector("[data-finder]");
if (place) new Finder(place).start();
