// Answers of the search: strategies that have all words of a query, or else what comes nearest, and says so.
"use strict";

const MOST_NEAREST = 6;
const LEAST_BEGINNING = 3; // letters

class Search {
  constructor(catalog, index) {
    this.catalog = catalog;
    this.index = index;
  }

  // `found` are strategies by rank with their results, `wider` those with longer words that begin so, and `terms`
  // factors and the like that the query names. If no strategy has all words, `found` is what comes `nearest`; `unknown`
  // are words that none has, `meant` a better query.
  async answer(query) {
    const parts = partsOf(query);
    const sets = [];
    for (const part of parts) sets.push(await this.index.having(part));
    const terms = this.catalog.termsOf(parts);
    const all = common(sets);
    if (all.length) {
      const found = await this.ranked(parts, all, terms);
      return { found, terms, wider: await this.wider(parts, new Set(all)), unknown: [], nearest: false };
    }
    const unknown = parts.filter((_, place) => !sets[place].size);
    return { ...(await this.nearest(parts, unknown)), unknown: unknown.map(({ text }) => text), nearest: true };
  }

  // Titles come first, then names, the very phrase, and last all that merely has the words; else the index decides.
  async ranked(parts, all, terms) {
    const results = await this.index.ranked(parts);
    const phrases = parts.length > 1 ? await this.index.phrase(parts) : new Map();
    const places = new Map([...results.keys()].map((strategy, place) => [strategy, place]));
    const items = all.map((strategy) => {
      const filed = terms.filter((term) => this.catalog.filedUnder(strategy, term));
      const tier = this.tier(this.catalog.titleWords(strategy), parts, filed, phrases.has(strategy));
      const result = phrases.get(strategy) ?? results.get(strategy);
      return { strategy, result, filed, tier, place: places.get(strategy) ?? Infinity };
    });
    return items.sort((a, b) => a.tier - b.tier || a.place - b.place);
  }

  tier(title, parts, filed, isPhrase) {
    if (title.join(" ") === parts.flatMap(({ text }) => wordsOf(text)).join(" ")) return 0;
    if (says(title, parts)) return 1;
    if (filed.some(({ same }) => same)) return 2;
    if (isPhrase) return 3;
    return filed.length ? 4 : 5;
  }

  // Without the words that no strategy has, and with those that were probably meant instead.
  async nearest(parts, unknown) {
    const corrected = new Map(unknown.map((part) => [part, part.phrase ? undefined : this.catalog.meant(part.text)]));
    const known = parts.flatMap((part) => (corrected.has(part) ? corrected.get(part) ?? [] : part));
    const meant = [...corrected.values()].some(Boolean) ? known.map(({ text }) => text).join(" ") : "";
    const terms = this.catalog.termsOf(meant ? known : parts);
    const sets = [];
    for (const part of known) sets.push(await this.index.having(part));
    const all = meant ? common(sets) : [];
    const found = all.length ? await this.ranked(known, all, terms) : await this.withMost(sets, known);
    return { found: found.slice(0, MOST_NEAREST), terms, meant, wider: [] };
  }

  // Beginnings of a few letters would find nearly everything.
  async wider(parts, found) {
    if (parts.some(({ text, phrase }) => phrase || letters(text).length < LEAST_BEGINNING)) return [];
    const others = [...(await this.index.begun(parts))].filter(([strategy]) => !found.has(strategy));
    return others.map(([strategy, result]) => ({ strategy, result, filed: [] }));
  }

  // Strategies with most of the words, where a rare word counts more. A word that most of them have says nothing
  // unless it is in the title or in a name under which a strategy is filed.
  async withMost(sets, parts) {
    const total = this.catalog.strategies.length;
    const sums = new Map();
    for (const [place, part] of parts.entries()) {
      const isNamed = this.naming(part);
      const ranked = [...(await this.index.ranked([part]))].filter(([strategy]) => sets[place].has(strategy));
      const telling = ranked.length * 2 > total ? ranked.filter(([strategy]) => isNamed(strategy)) : ranked;
      if (telling.length * 2 > total) continue;
      for (const [rank, [strategy, result]] of telling.entries()) {
        const item = sums.get(strategy) ?? { strategy, result, filed: [], sum: 0 };
        item.sum += Math.log(total / telling.length) * (1 - rank / telling.length / 2) + Number(isNamed(strategy));
        sums.set(strategy, item);
      }
    }
    return [...sums.values()].sort((a, b) => b.sum - a.sum);
  }

  // Whether a part of a query is in the title of a strategy, or in a name under which it is filed.
  naming(part) {
    const terms = this.catalog.termsOf([part]);
    return (strategy) => says(this.catalog.titleWords(strategy), [part])
      || terms.some((term) => this.catalog.filedUnder(strategy, term));
  }
}

function common([first, ...rest]) {
  return first ? [...first.keys()].filter((strategy) => rest.every((set) => set.has(strategy))) : [];
}
