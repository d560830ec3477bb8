"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const test = require("node:test");
const { findCommand } = require("./command");
const { addressIn } = require("./preview");

test("the command that is set comes first, then that of the folder, then the one on the path", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strategies-"));
  assert.equal(findCommand([folder]), "strategies");
  const place = process.platform === "win32" ? "Scripts/strategies.exe" : "bin/strategies";
  const file = path.join(folder, ".venv", place);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "");
  assert.equal(findCommand([folder]), file);
  assert.equal(findCommand([folder], "/opt/strategies"), "/opt/strategies");
  fs.rmSync(folder, { recursive: true });
});

test("the address of the preview is found when its line is complete", () => {
  const address = "http://127.0.0.1:40123/strategies/building-trust/#key=a-B_c";
  assert.equal(addressIn("the preview is at "), undefined);
  assert.equal(addressIn(`the preview is at ${address}\nit ends with Ctrl+C\n`), address);
});
