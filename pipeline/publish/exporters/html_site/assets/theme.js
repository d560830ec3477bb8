// The colours that the reader chose, before anything is painted. Without a choice they follow the device.
"use strict";

try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch {
  // Some browsers store nothing for files, or nothing at all.
}
