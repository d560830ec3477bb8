// Two indexes with the same questions: that of all texts, by Pagefind, and the catalog where that cannot be loaded.
"use strict";

// Longer words than the one that is asked for count less.
const RANKING = { termSimilarity: 3 };
const EXCERPT = 20; // words

class FullText {
  constructor(catalog) {
    this.catalog = catalog;
    this.asked = new Map();
    this.turn = Promise.resolve();
  }

  async load() {
    const [engine, pages] = await Promise.all([
      import(new URL("pagefind/pagefind.js", siteTop)),
      fetch(new URL("pagefind/pages.json", siteTop)).then((response) => response.json()),
    ]);
    await engine.options({ excerptLength: EXCERPT, ranking: RANKING });
    await engine.init();
    this.engine = engine;
    this.byHit = new Map(Object.entries(pages).map(([hit, id]) => [hit, this.catalog.byId.get(id)]));
    return this;
  }

  // Strategies that have a part of a query, each with its result.
  async having({ text, phrase }) {
    const exact = await this.hits(`"${text}"`);
    if (exact.size || phrase) return exact;
    const pieces = text.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
    if (pieces.length > 1) return this.havingAll(pieces);
    const begun = await this.hits(text);
    return begun.size && (await this.begins([...begun.values()][0], letters(text))) ? begun : new Map();
  }

  async havingAll(pieces) {
    let all;
    for (const text of pieces) {
      const found = await this.having({ text, phrase: false });
      all = all ? new Map([...all].filter(([strategy]) => found.has(strategy))) : found;
    }
    return all;
  }

  // Strategies with these words side by side.
  phrase(parts) {
    return this.hits(`"${parts.map(({ text }) => text).join(" ")}"`);
  }

  // Results by rank of all strategies that have the parts of a query, or words that begin so.
  ranked(parts) {
    return this.hits(parts.map(({ text }) => text).join(" "));
  }

  // The same: Pagefind ranks all of them.
  begun(parts) {
    return this.ranked(parts);
  }

  // One search at a time: given several at once, Pagefind has returned no result at all.
  hits(words) {
    if (!this.asked.has(words)) {
      this.turn = this.turn.catch(() => {}).then(() => this.engine.search(spaced(words)));
      this.asked.set(words, this.turn.then(({ results }) => this.byStrategy(results)));
    }
    return this.asked.get(words);
  }

  byStrategy(results) {
    // Without a connection a part of the index may be missing, which Pagefind does not say.
    if (!results.length && !navigator.onLine) throw new Error("offline");
    return new Map(results.flatMap((result) => {
      const strategy = this.byHit.get(result.id);
      return strategy ? [[strategy, result]] : [];
    }));
  }

  // For a word that no page has, Pagefind answers with words that begin with ever fewer of its letters.
  async begins(result, wanted) {
    const { excerpt, meta } = await result.data();
    const marks = [...new DOMParser().parseFromString(excerpt, "text/html").querySelectorAll("mark")];
    const words = [...marks.map((mark) => letters(mark.textContent)), ...wordsOf(meta.title)];
    return words.some((word) => word.startsWith(wanted));
  }
}

class Titles {
  constructor(catalog) {
    this.catalog = catalog;
  }

  having(part) {
    const { strategies } = this.catalog;
    return new Map(strategies.filter((each) => says(this.catalog.text(each), [part])).map((each) => [each, null]));
  }

  phrase() {
    return new Map();
  }

  // They were found before.
  begun() {
    return new Map();
  }

  ranked() {
    return new Map(this.catalog.strategies.map((strategy) => [strategy, null]));
  }
}
