// Search and filters on the home page, which is a plain list without them. What is asked for is in the address, so
// that it survives a reload and can be shared.
"use strict";

const PAUSE = 150; // milliseconds without a key before a search begins
const HITS = 18; // hits shown at once
const MOST_TERMS = 6;
const FOLDERS = { factor: "factors", category: "categories", model: "learner-models" };
const PARTS = ["found", "cards", "state", "chosen", "more", "note", "lost", "meant", "terms", "panel", "toggle", "results"];

class Finder {
  constructor(place) {
    this.options = place.dataset;
    this.form = place.querySelector("form");
    this.words = this.form.elements.q;
    this.parts = Object.fromEntries(PARTS.map((name) => [name, place.querySelector(`[data-${name}]`)]));
    this.template = place.querySelector("template").content.firstElementChild;
    this.filters = new Filters(this.form);
    this.answer = null; // of the search; null while nothing is searched for
    this.asked = 0;
  }

  start() {
    const { more, toggle, results } = this.parts;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("change", (event) => event.target.type === "checkbox" && this.update());
    this.form.addEventListener("focusin", () => this.ready(), { once: true });
    this.words.addEventListener("input", () => this.search());
    more.addEventListener("click", () => this.showMore());
    toggle.addEventListener("click", () => this.unfold(toggle.getAttribute("aria-expanded") === "false"));
    results.addEventListener("click", () => this.showResults());
    window.addEventListener("popstate", () => this.restore());
    this.shown = this.step;
    this.form.reset(); // some browsers keep what was chosen before a reload
    if (location.search) this.restore();
  }

  get step() {
    return this.answer ? HITS : Number(this.options.most);
  }

  // The catalog is loaded once, when a reader begins to search or filter. Without it, the page stays a list.
  ready() {
    this.loading ??= loadCatalog(this.options.catalog).then((catalog) => this.connect(catalog), () => {
      this.say("note", t("The list of strategies could not be loaded. Reload the page to search and filter."));
      return false;
    });
    return this.loading;
  }

  connect(catalog) {
    this.catalog = catalog;
    this.filters.connect(catalog);
    this.cards = new Cards(this.parts.cards, this.template, catalog);
    this.everything = catalog.strategies.map((strategy) => ({ strategy }));
    return true;
  }

  restore() {
    const state = new URLSearchParams(location.search);
    const lost = this.filters.restore(state);
    const filters = quoted(lost, "conjunction");
    this.say("lost", lost.length && t("The link also asks for {filters}, which this library does not have.", { filters }));
    this.words.value = state.get("q") ?? "";
    this.parts.found.setAttribute("aria-busy", "true");
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

  submit(event) {
    event.preventDefault();
    this.showResults();
  }

  async update() {
    this.remember();
    if (await this.ready()) {
      this.shown = this.step;
      this.render();
    }
    this.parts.found.removeAttribute("aria-busy");
  }

  // Only the answer to the latest query is shown.
  async search() {
    const query = this.words.value.trim();
    const asked = ++this.asked;
    let answer = null;
    if (letters(query)) {
      await new Promise((go) => setTimeout(go, PAUSE));
      if (asked !== this.asked) return;
      if (await this.ready()) answer = await this.ask(query);
    }
    if (asked !== this.asked) return;
    this.answer = answer;
    await this.update();
  }

  async ask(query) {
    try {
      return await new Search(this.catalog, await this.index()).answer(query);
    } catch (error) {
      console.warn(error);
      this.fullText = Promise.resolve(new Titles(this.catalog));
      this.say("note", t("Full-text search could not be loaded. This looks through titles, summaries and names."));
      return new Search(this.catalog, await this.fullText).answer(query);
    }
  }

  index() {
    if (!this.fullText && fromDisk && "search" in this.options) {
      this.say("note", t("Opened from a disk, this looks through titles, summaries and names. Full-text search needs a web server."));
    }
    const isServed = "search" in this.options && !fromDisk;
    this.fullText ??= isServed ? new FullText(this.catalog).load() : Promise.resolve(new Titles(this.catalog));
    return this.fullText;
  }

  render() {
    const all = this.filters.matches(this.answer?.found ?? this.everything);
    this.cards.show(all.slice(0, this.shown));
    this.say("state", this.stateOf(all.length));
    this.parts.more.hidden = all.length <= this.shown;
    this.parts.results.textContent = tn("Show {count} strategy", "Show {count} strategies", all.length);
    this.renderTerms();
    this.renderChosen();
  }

  stateOf(count) {
    const total = this.catalog.strategies.length;
    if (this.answer?.nearest) return this.nothing(count);
    if (count === total && !this.answer) return tn("{count} strategy", "{count} strategies", total);
    const state = tn("{found} of {count} strategy", "{found} of {count} strategies", total, { found: formatted(count) });
    return count ? state : `${state}. ${t("Take back a filter, or try another word.")}`;
  }

  // The words that no strategy has, and whether anything else is shown.
  nothing(count) {
    const { unknown, found, terms, meant } = this.answer;
    const words = quoted(unknown, "disjunction");
    const isTerm = terms.length && !meant;
    let says = isTerm ? t("No strategy says {words}.", { words }) : t("Nothing says {words}.", { words });
    if (!unknown.length) says = t("No strategy has all of these words.");
    if (count) return `${says} ${t("Nearest:")}`;
    return `${says} ${found.length ? t("Take back a filter, or try another word.") : t("Try another word, or look around:")}`;
  }

  // Terms that the query names; where it leads to nothing at all, the categories.
  renderTerms() {
    const { terms: named = [], nearest, found } = this.answer ?? {};
    const isLost = nearest && !found.length && !named.length;
    const terms = isLost ? this.catalog.terms.filter(({ kind }) => kind === "category") : named;
    this.parts.terms.replaceChildren(...terms.slice(0, MOST_TERMS).map((term) => this.termItem(term)));
    this.parts.terms.hidden = !terms.length;
    const button = this.offer();
    this.parts.meant.replaceChildren(...(button ? [button] : []));
    this.parts.meant.hidden = !button;
  }

  // A button for what was probably meant, or for longer words than those of the query.
  offer() {
    const { meant, wider = [], found } = this.answer ?? {};
    if (meant) return this.button(t("Did you mean “{words}”?", { words: meant }), () => this.askFor(meant));
    if (!wider.length) return null;
    const words = this.words.value.trim();
    const button = this.button(t("Show longer words that begin like “{words}”, too", { words }), () => {
      this.answer = { ...this.answer, found: [...found, ...wider], wider: [] };
      this.render();
      this.words.focus();
    });
    button.className = "quiet";
    return button;
  }

  askFor(words) {
    this.words.value = words;
    this.words.focus();
    this.search();
  }

  termItem({ kind, id, name, folder, word, as = name }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${root}${folder ?? FOLDERS[kind]}/${id}/index.html`;
    link.textContent = name;
    const kinds = { factor: t("Factor"), category: t("Category"), model: t("Learner model") };
    const said = word ?? kinds[kind];
    const note = document.createElement("span");
    note.className = "soft";
    note.textContent = as === name ? said : t("{kind}, also called {name}", { kind: said, name: as });
    item.append(link, " ", note);
    return item;
  }

  renderChosen() {
    const boxes = this.filters.chosen;
    const buttons = boxes.map((box) => {
      const name = this.filters.name(box);
      const button = this.button(`${name} ×`, () => this.remove([box]));
      button.setAttribute("aria-label", t("Remove the filter {name}", { name }));
      return button;
    });
    if (boxes.length > 1) buttons.push(this.button(t("Clear all"), () => this.remove(boxes)));
    this.parts.chosen.replaceChildren(...buttons);
    this.parts.chosen.hidden = !buttons.length;
  }

  async remove(boxes) {
    for (const box of boxes) box.checked = false;
    await this.update();
    // The button was removed, so the next one or the search box takes the focus.
    (this.parts.chosen.querySelector("button") ?? this.words).focus();
  }

  button(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  async showMore() {
    if (!(await this.ready())) return;
    const first = this.shown;
    this.shown += this.step;
    this.render();
    this.parts.cards.children[first]?.querySelector("a").focus();
  }

  // On a narrow screen the filters lie over the results until they are folded.
  unfold(open) {
    this.parts.toggle.setAttribute("aria-expanded", String(open));
    this.parts.panel.classList.toggle("open", open);
  }

  showResults() {
    this.unfold(false);
    const heading = document.getElementById("strategies");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }

  say(part, text) {
    const place = this.parts[part];
    if (place.textContent !== text) place.textContent = text || "";
    place.hidden = !text;
  }
}

function quoted(words, type) {
  return new Intl.ListFormat(language, { type }).format(words.map((word) => t("“{word}”", { word })));
}

const place = document.querySelector("[data-finder]");
const lacking = PARTS.filter((name) => !place?.querySelector(`[data-${name}]`));
if (place && !lacking.length) new Finder(place).start();
else if (place) place.querySelector("form").hidden = true; // a template of the library is another page
