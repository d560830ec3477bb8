// The address in what `strategies preview` prints, and the preview of a page in a tab beside its text.
"use strict";
const { spawn } = require("node:child_process");
const path = require("node:path");

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\S*(?=\s)/;

/** Find the address of the preview in what was printed so far. */
function addressIn(printed) {
  return ADDRESS.exec(printed)?.[0];
}

/** Start `strategies preview` of a page; tells the address once it is there, or else what was printed. */
function startPreview(command, page, shown, failed) {
  const preview = spawn(command, ["preview", "--no-browser", page], { cwd: path.dirname(page) });
  let printed = "";
  let found;
  preview.stderr.on("data", (data) => {
    if (found) return;
    printed += data;
    found = addressIn(printed);
    if (found) shown(found);
  });
  preview.on("error", (error) => failed(error.message));
  preview.on("exit", () => { if (!found) failed(printed); });
  return preview;
}

module.exports = { addressIn, startPreview };
