// The command `strategies` of a folder: the one that is set, that of its virtual environment, or the one on the path.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const PLACES = process.platform === "win32" ? ["Scripts/strategies.exe"] : ["bin/strategies"];

/** Find the command for the folders of a window. */
function findCommand(folders, set = "") {
  if (set) return set;
  for (const folder of folders) {
    for (const environment of [".venv", "venv"]) {
      for (const place of PLACES) {
        const file = path.join(folder, environment, place);
        if (fs.existsSync(file)) return file;
      }
    }
  }
  return "strategies";
}

module.exports = { findCommand };
