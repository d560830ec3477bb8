// Filters and search on the home page, which is a plain list without them.
"use strict";

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
    this.found = null; // strategies by rank, each with its result; null while nothing is searched for
    this.lacking = []; // words of the search that no page has
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
      this.say(t("Opened from a disk, this looks through titles and summaries. Full-text search needs a web server."));
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => event.target.type === "checkbox" && this.update());
    this.words.addEventListener("input", () => this.search());
    this.more.addEventListener("click", () => this.showMore());
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  // The state is in the address, so that it survives a reload and can be shared.
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

  // All strategies that match the chosen values, and for each value the number that would match with it. In a facet
  // where any chosen value is enough, only the other facets limit that number.
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
      if (shown.data === formatted(count)) return;
      shown.data = formatted(count);
      box.parentElement.classList.toggle("none", !count);
    }));
    const total = this.strategies.length;
    const few = all.length < total;
    this.state.textContent = few
      ? tn("{found} of {count} strategy", "{found} of {count} strategies", total, { found: formatted(all.length) })
      : tn("{count} strategy", "{count} strategies", total);
    if (!all.length) this.state.textContent += `. ${t("Take back a filter, or try another word.")}`;
    else if (this.lacking.length) {
      const lacking = new Intl.ListFormat(language, { type: "disjunction" }).format(this.lacking.map((word) => `“${word}”`));
      this.state.textContent += `. ${t("No page has {words}: these have words that begin alike.", { words: lacking })}`;
    }
    this.more.hidden = all.length <= this.shown;
    this.renderChosen();
  }

  filled({ strategy, result }) {
    const card = this.card.cloneNode(true);
    card.className = `card hue-${strategy.hue}`;
    const link = card.querySelector("a");
    link.href = `strategies/${strategy.id}/index.html`;
    link.textContent = strategy.title;
    const [summary, shelf] = card.querySelectorAll("p");
    summary.textContent = strategy.summary;
    // Each excerpt is a request, so only visible cards load theirs. Without it the summary stays.
    result?.data().then(({ excerpt }) => summary.replaceChildren(...this.marked(excerpt)), () => {});
    shelf.textContent = this.shelves[strategy.category[0]];
    return card;
  }

  renderChosen() {
    const boxes = this.facets.flatMap(({ boxes }) => boxes.filter((box) => box.checked));
    const buttons = boxes.map((box) => this.button(`${box.nextElementSibling.textContent} ×`, () => { box.checked = false; }));
    for (const [place, button] of buttons.entries()) {
      button.setAttribute("aria-label", t("Remove the filter {name}", { name: boxes[place].nextElementSibling.textContent }));
    }
    if (boxes.length > 1) buttons.push(this.button(t("Clear all"), () => boxes.forEach((box) => { box.checked = false; })));
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
      // The button was removed, so the next one or the search box takes the focus.
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

  // Only the result of the latest search is shown.
  async search() {
    const words = this.words.value.trim();
    const asked = ++this.asked;
    if (!words) {
      this.found = null;
      this.lacking = [];
      this.update();
      return;
    }
    const answer = this.index ? await this.fullText(words, asked) : this.titles(words);
    if (asked !== this.asked || !answer) return;
    this.found = answer.found;
    this.lacking = answer.lacking;
    this.update();
  }

  titles(words) {
    const wanted = words.toLowerCase().split(/\s+/);
    const text = ({ title, summary }) => `${title} ${summary}`.toLowerCase();
    const found = this.strategies.filter((strategy) => wanted.every((word) => text(strategy).includes(word)));
    return { found: found.map((strategy) => ({ strategy })), lacking: [] };
  }

  // One search at a time, and only the latest: given several at once, Pagefind has returned no result at all.
  async fullText(words, asked) {
    await new Promise((go) => setTimeout(go, PAUSE));
    this.turn = this.turn.then(() => (asked === this.asked ? this.ask(words) : null));
    return this.turn;
  }

  // All hits, exact ones first. Only their names are loaded.
  async ask(words) {
    try {
      await this.load();
      const exact = await this.hits(`"${words.replaceAll('"', "")}"`);
      const all = words.startsWith('"') ? exact : await this.hits(words);
      const first = new Set(exact.map(({ id }) => id));
      const ranked = [...all.filter(({ id }) => first.has(id)), ...all.filter(({ id }) => !first.has(id))];
      const found = ranked.map((result) => ({ strategy: this.byHit.get(result.id), result }));
      return {
        found: found.filter(({ strategy }) => strategy),
        lacking: first.size || !all.length ? [] : await this.unknown(words.split(/\s+/)),
      };
    } catch {
      this.index = "";
      this.say(t("Full-text search could not be loaded; this looks through titles and summaries."));
      return this.titles(words);
    }
  }

  async load() {
    if (this.engine) return;
    const index = new URL(this.index, document.baseURI);
    const pages = await (await fetch(new URL("pages.json", index))).json();
    const byId = new Map(this.strategies.map((strategy) => [strategy.id, strategy]));
    this.byHit = new Map(Object.entries(pages).map(([hit, id]) => [hit, byId.get(id)]));
    this.engine = await import(index);
  }

  async hits(words) {
    return (await this.engine.search(words)).results;
  }

  // Words that begin no word of any page. Pagefind matches ever shorter beginnings of these, down to one letter.
  async unknown(words) {
    const unknown = [];
    for (const word of new Set(words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")))) {
      const letters = this.letters(word);
      if (!letters || (await this.hits(`"${word}"`)).length) continue;
      const [best] = await this.hits(word);
      const marks = best ? this.marked((await best.data()).excerpt).filter((part) => part.localName === "mark") : [];
      if (!marks.some((mark) => this.letters(mark.textContent).startsWith(letters))) unknown.push(word);
    }
    return unknown;
  }

  letters(word) {
    return word.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  }

  // An excerpt as text and marks only.
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
