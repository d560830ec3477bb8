// Judges a bundle by ajv in strict mode: node ajv.mjs BUNDLE, in a folder with ajv and ajv-formats.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
const require = createRequire(process.cwd() + "/");
const Ajv = require("ajv/dist/2020").default, formats = require("ajv-formats").default;
const read = (path) => readFileSync(path, "utf-8"), bundle = process.argv[2];
const ajv = new Ajv({ strict: true, allErrors: true });
formats(ajv);
const checks = {};
for (const name of readdirSync(`${bundle}/schemas`).filter((name) => name.endsWith(".json"))) {
  checks[name.replace(".schema.json", "")] = ajv.compile(JSON.parse(read(`${bundle}/schemas/${name}`)));
}
const refused = [];
const judge = (shape, text, what) => checks[shape](JSON.parse(text)) || refused.push([what, checks[shape].errors]);
for (const name of readdirSync(`${bundle}/json`).filter((name) => name.endsWith(".json"))) {
  judge(`published-${name.slice(0, -5)}`, read(`${bundle}/json/${name}`), name);
}
for (const name of readdirSync(`${bundle}/json/strategies`)) {
  judge("published-strategy", read(`${bundle}/json/strategies/${name}`), name);
}
judge("published-manifest", read(`${bundle}/manifest.json`), "manifest.json");
judge("published-linked-data", read(`${bundle}/json/strategies.jsonld`), "strategies.jsonld");
const lines = {
  "strategies": "strategy-record",
  "graph/nodes": "graph-node",
  "graph/relationships": "graph-relationship",
};
for (const [path, shape] of Object.entries(lines)) {
  const found = read(`${bundle}/json/${path}.jsonl`).trimEnd().split("\n");
  for (const line of found) judge(`published-${shape}`, line, path);
}
const later = JSON.parse(read(`${bundle}/json/strategies.json`));
Object.assign(later, { schema_version: "1.9.0", more: true });
Object.assign(later.strategies[0], { more: true });
Object.assign(later.library, { more: true });
const next = { ...later, schema_version: "2.0.0" };
const verdicts = [later, next].map((document) => checks["published-strategies"](document));
console.log(JSON.stringify({ refused, verdicts }));
