// Strategies of one library, as records that old ids lead to, too.
// Some sections have a `disclaimer`. Show it, word for word, wherever you show its section.
import categoriesDocument from "./json/categories.json" with { type: "json" };
import factorsDocument from "./json/factors.json" with { type: "json" };
import modelsDocument from "./json/learner-models.json" with { type: "json" };
import strategiesDocument from "./json/strategies.json" with { type: "json" };
import tombstonesDocument from "./json/tombstones.json" with { type: "json" };

export const { library, disclaimers, strategies } = strategiesDocument;
export const { factors } = factorsDocument;
export const { categories } = categoriesDocument;
export const learnerModels = modelsDocument.learner_models;
export const { tombstones } = tombstonesDocument;

const strategiesById = new Map(strategies.map((record) => [record.id, record]));
const [factorsById, categoriesById, modelsById] = [factors, categories, learnerModels].map(
  (records) => new Map(records.map((record) => [record.id, record])),
);
const successors = new Map();
for (const { id, aliases } of strategies) {
  for (const alias of aliases) successors.set(alias, id);
}
for (const { id, aliases, replaced_by } of tombstones) {
  for (const old of [id, ...aliases]) successors.set(old, replaced_by);
}

export function strategy(id) {
  return strategiesById.get(id) ?? strategiesById.get(successors.get(id));
}

export function factor(id) {
  return current(factorsById, id);
}

export function category(id) {
  return current(categoriesById, id);
}

export function learnerModel(id) {
  return current(modelsById, id);
}

function current(terms, id) {
  const seen = new Set([id]);
  let found = terms.get(id);
  while (found?.replaced_by && !seen.has(found.replaced_by)) {
    seen.add(found.replaced_by);
    found = terms.get(found.replaced_by);
  }
  return found;
}

export function supporting(factorId) {
  return (factor(factorId)?.strategies ?? []).map((id) => strategiesById.get(id));
}
