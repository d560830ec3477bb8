// What every page needs: words for scripts, the search field, its shortcuts, the choice of colours.
"use strict";

const fromDisk = location.protocol === "file:";
const root = document.body.dataset.root;

// --- Words: the English text is the id of a message. An English page brings no others ---

const language = document.documentElement.lang;
const words = JSON.parse(document.getElementById("messages")?.textContent ?? "{}");

function filled(message, values) {
  return message.replaceAll(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
}

function formatted(value) {
  return new Intl.NumberFormat(language).format(value);
}

function t(message, values = {}) {
  return filled(words[message] ?? message, values);
}

// The form of a message for a number, which stands in place of {count}.
function tn(one, many, count, values = {}) {
  const form = new Intl.PluralRules(language).select(count);
  const message = words[many]?.[form] ?? words[many]?.other ?? (count === 1 ? one : many);
  return filled(message, { count: formatted(count), ...values });
}

// --- The search field leads to the page that answers ---

const quick = document.querySelector("[data-quick]");
quick?.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = quick.elements.q.value.trim();
  location.href = `${root}index.html${query ? `?${new URLSearchParams({ q: query })}` : ""}`;
});

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox]), select, textarea");
}

document.addEventListener("keydown", (event) => {
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const field = document.querySelector("input[type=search]");
  if (!field || !(slash || k)) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// --- Colours: as the device, light or dark, remembered where the browser allows it ---

const scheme = document.querySelector("[data-scheme]:is(select)");
if (scheme) {
  scheme.value = document.documentElement.dataset.scheme ?? "";
  scheme.addEventListener("change", () => {
    if (scheme.value) document.documentElement.dataset.scheme = scheme.value;
    else delete document.documentElement.dataset.scheme;
    try {
      if (scheme.value) localStorage.setItem("scheme", scheme.value);
      else localStorage.removeItem("scheme");
    } catch {
      // It then holds for this page only.
    }
  });
}
