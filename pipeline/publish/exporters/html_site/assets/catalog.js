// What the site knows of all strategies and terms. It is loaded when a reader begins to search or filter.
"use strict";

const LONG = 8; // letters of a word that may be written with two slips
const SHORT = 4; // letters of a word that may be written with one

// The top of the site. It follows from the address of this script, which no template can change.
const siteTop = new URL("../", document.currentScript.src);

let receiveCatalog; // called by the file of the catalog

// Load the catalog whose name has these digits.
function loadCatalog(digits) {
  return new Promise((resolve, reject) => {
    receiveCatalog = (data) => resolve(new Catalog(data));
    const script = document.createElement("script");
    script.src = new URL(`search/catalog.${digits.replace(/[^0-9a-f]/g, "")}.js`, siteTop);
    script.addEventListener("error", () => reject(new Error(script.src)));
    document.head.append(script);
  });
}

class Catalog {
  constructor({ facets, terms, strategies, said, former }) {
    this.facets = facets;
    this.former = former;
    this.strategies = strategies.map(([id, title, summary, hue, values, sources, own = ""]) => ({
      id, title, summary, hue, values, own, sources: sources.map((place) => said[place]),
    }));
    this.byId = new Map(this.strategies.map((strategy) => [strategy.id, strategy]));
    const places = new Map(facets.map(({ id }, place) => [id, place]));
    this.terms = terms.map(([kind, id, name, aliases, count, folder, word]) => ({
      kind, id, name, count, folder, word,
      names: [name, ...aliases].map((text) => ({ text, words: wordsOf(text) })),
      facet: places.get(kind),
      option: facets[places.get(kind)].options.indexOf(id),
    }));
  }

  // The names of a strategy's values in the facet of this name.
  names(strategy, id) {
    const place = this.facets.findIndex((facet) => facet.id === id);
    return strategy.values[place].map((value) => this.facets[place].names[value]);
  }

  // Terms that a query names, those with just that name first; `as` is the first of their names that fits.
  termsOf(parts) {
    const wanted = parts.flatMap(({ text }) => wordsOf(text)).join(" ");
    const found = this.terms.flatMap((term) => {
      const fit = term.names.filter(({ words }) => says(words, parts));
      const same = fit.some(({ words }) => words.join(" ") === wanted);
      return fit.length ? [{ ...term, as: fit[0].text, same }] : [];
    });
    return found.sort((a, b) => b.same - a.same || b.count - a.count);
  }

  filedUnder(strategy, { facet, option }) {
    return option >= 0 && strategy.values[facet].includes(option);
  }

  titleWords(strategy) {
    return (strategy.words ??= wordsOf(strategy.title));
  }

  // Everything that can be searched without the index.
  text(strategy) {
    return (strategy.text ??= [...new Set([
      ...this.titleWords(strategy),
      ...wordsOf(strategy.summary),
      ...this.terms.filter((term) => this.filedUnder(strategy, term)).flatMap(({ names }) => names.flatMap(({ words }) => words)),
    ])]);
  }

  // What was probably meant by a word that is nowhere: a word of a title or term, or the name that it abbreviates.
  meant(text) {
    const wanted = letters(text);
    const named = wanted.length > 1 && this.labels().find(({ words }) => initials(words) === wanted);
    if (named) return { text: named.text, phrase: true };
    let most = wanted.length >= LONG ? 2 : wanted.length >= SHORT ? 1 : 0;
    let best;
    for (const word of most ? new Set(this.labels().flatMap(({ words }) => words)) : []) {
      const slips = distance(wanted, word, most);
      if (slips > most || (slips === most && best)) continue;
      [best, most] = [word, slips];
    }
    return best && { text: best, phrase: false };
  }

  // All titles and names of terms.
  labels() {
    this.known ??= [
      ...this.terms.flatMap(({ names }) => names),
      ...this.strategies.map((strategy) => ({ text: strategy.title, words: this.titleWords(strategy) })),
    ];
    return this.known;
  }
}
