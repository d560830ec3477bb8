// Words of a query, and how alike two words are. Words are compared by their letters and digits alone.
"use strict";

const QUOTES = /[“”„«»「」]/g;
// Chinese and Japanese put no space between words, so the index takes each character as a word: see search_document.py.
const CHARACTER = /([\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}])/gu;

function spaced(text) {
  return text.replace(CHARACTER, "$1 ").trim();
}

// Without case, accents and punctuation.
function letters(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function wordsOf(text) {
  return spaced(text).split(/[^\p{L}\p{M}\p{N}'’]+/u).map(letters).filter(Boolean);
}

// The parts of a query: words, and phrases in quotes, each once. Characters side by side are a phrase.
function partsOf(query) {
  const parts = new Map();
  for (const [, quoted, word = quoted] of query.replace(QUOTES, '"').matchAll(/"([^"]+)"|([^\s"]+)/g)) {
    const text = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, "");
    if (letters(text)) parts.set(letters(text), { text, phrase: Boolean(quoted) || spaced(text) !== text });
  }
  return [...parts.values()];
}

// True for the same word, one that it begins, and another form of it: all but the end is the same.
function alike(wanted, word) {
  if (wanted === word || (wanted.length > 2 && word.startsWith(wanted))) return true;
  if (word.length > 4 && wanted.startsWith(word)) return wanted.length - word.length <= 3;
  const least = Math.max(wanted.length, word.length) * 2 / 3;
  return least > 3 && wanted.slice(0, Math.ceil(least)) === word.slice(0, Math.ceil(least));
}

// True when a text, given as its words, has all parts of a query.
function says(words, parts) {
  return parts.every(({ text, phrase }) =>
    phrase ? ` ${words.join(" ")} `.includes(` ${wordsOf(text).join(" ")} `)
      : wordsOf(text).every((wanted) => words.some((word) => alike(wanted, word))));
}

// The first letters of the longer words: PBL for Project-based Learning.
function initials(words) {
  return words.filter((word) => word.length > 3).map((word) => word[0]).join("");
}

// How many letters must be changed, added, left out or swapped to make one word of another; above `most` it is Infinity.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = Number(one[i - 1] !== other[j - 1]);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length] <= most ? row[other.length] : Infinity;
}
