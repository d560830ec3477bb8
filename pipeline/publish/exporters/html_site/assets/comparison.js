// Two or three strategies side by side, as a table with a column for each.
"use strict";

const FIRST_GRADES = { PK: -1, TK: -0.5, K: 0 };

function listing(texts) {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(texts);
}

// Ranges of grades as readers know them: PK–3 and 7–12. Grades that are no numbers join no range.
function gradeRanges(grades) {
  const level = (grade) => (/^\d+$/.test(grade) ? Number(grade) : FIRST_GRADES[grade] ?? Infinity);
  const runs = [];
  for (const grade of [...grades].sort((one, other) => level(one) - level(other) || 0)) {
    const last = runs.at(-1);
    if (last && level(grade) - level(last.at(-1)) <= 1) last.push(grade);
    else runs.push([grade]);
  }
  return listing(runs.map((run) => (run.length > 1 ? `${run[0]}–${run.at(-1)}` : run[0])));
}

function element(name, content = [], attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

function linkTo(folder, id, name) {
  return element("a", name, { href: `${root}${folder}/${id}/index.html` });
}

function comparisonTable(catalog, strategies) {
  const table = element("table", element("thead", element("tr", strategies.map(({ id, title, hue }) =>
    element("th", linkTo("strategies", id, title), { scope: "col", class: `hue-${hue}` })))));
  const names = (id) => strategies.map((strategy) => catalog.names(strategy, id));
  const row = (name, cells) => table.append(compared(name, cells, strategies.length));
  row(t("Summary"), strategies.map(({ summary }) => summary));
  row(t("Category"), names("category").map(listing));
  const any = (lists) => lists.some((list) => list.length);
  if (any(names("grade"))) row(t("Grades"), names("grade").map(gradeRanges));
  if (any(names("model"))) row(t("Learner models"), names("model").map(listing));
  if (strategies.some(({ sources }) => sources.length)) row(t("Sources listed"), strategies.map(({ sources }) => sources));
  const factors = names("factor");
  if (!any(factors)) return table;
  const shared = factors[0].filter((name) => factors.every((others) => others.includes(name)));
  row(t("Factors that all share"), [shared.length ? shared : t("None")]);
  row(t("Other factors"), factors.map((all) => all.filter((name) => !shared.includes(name))));
  return table;
}

// A heading across the table, and below it a cell for each strategy or one for all.
function compared(name, cells, width) {
  const span = String(width / cells.length);
  return element("tbody", [
    element("tr", element("th", name, { scope: "rowgroup", colspan: String(width) })),
    element("tr", cells.map((cell) => element("td", Array.isArray(cell) ? items(cell) : cell, { colspan: span }))),
  ]);
}

function items(texts) {
  return texts.length ? element("ul", texts.map((text) => element("li", text))) : t("None");
}
