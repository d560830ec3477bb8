// The form of a page: shows what is typed beside it, and saves it.

import { goTo, listen, place, reload, spot, write } from "./preview.js";

// Milliseconds without a key after which the page beside the form follows.
const REST = 150;

const form = document.getElementById("preview-form");
const said = document.getElementById("preview-said");
const findings = document.getElementById("preview-findings");
const frame = document.querySelector("iframe");
const address = frame && new URL(frame.src).pathname;
const parts = [...form.querySelectorAll("[data-field], [data-section]")];

// What was loaded or saved last, by part, so that only what differs is sent.
const saved = new Map();

function value(part) {
  if (part.matches("[data-kind=search]")) return part.querySelector("input:checked[type=radio]")?.value ?? "";
  if (part.matches("fieldset")) {
    // Values that were there stay in their order, and new ones follow.
    const checked = [...part.querySelectorAll("input:checked")].map((box) => box.value);
    const before = JSON.parse(part.dataset.before);
    return [...before.filter((id) => checked.includes(id)), ...checked.filter((id) => !before.includes(id))];
  }
  if ("lines" in part.dataset) return part.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return "section" in part.dataset ? part.value : part.value.trim();
}
const held = (part) => JSON.stringify(value(part));
const keep = () => parts.forEach((part) => saved.set(part, held(part)));
const changed = () => parts.filter((part) => saved.get(part) !== held(part));
keep();

function filled() {
  const sent = { path: form.dataset.path, digest: form.dataset.digest, whole: "whole" in form.dataset, fields: {}, sections: {} };
  for (const part of changed()) {
    if ("section" in part.dataset) sent.sections[part.dataset.section] = value(part);
    else sent.fields[part.dataset.field] = value(part);
  }
  return sent;
}

// Offers what is on the disk, for what is typed.
function offer(answer) {
  if (answer.status !== 412) return;
  if (!changed().length) return reload();
  const line = form.querySelector("[role=alert]");
  if (!line || line.querySelector("button")) return; // answers may overtake each other
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Load what is on the disk, without what I typed";
  button.addEventListener("click", () => {
    keep();
    location.reload();
  });
  line.append(" ", button);
}

// Shows a page in the frame without loading it, so that it stays where the reader is.
function show(html) {
  const shown = frame?.contentDocument;
  if (!shown?.body || frame.contentWindow.location.pathname !== address) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelector(".preview-panel")?.setAttribute("hidden", "");
  place(page);
  const read = spot(shown);
  const { scrollY } = frame.contentWindow;
  shown.body.replaceWith(page.body);
  frame.contentWindow.scrollTo({ top: scrollY, behavior: "instant" });
  if (read) goTo(shown, read);
}

// One question at a time: the last one counts.
let told = "";
let asking = false;
let again = false;
async function follow() {
  again = true;
  if (asking) return;
  asking = true;
  while (again) {
    again = false;
    const sent = filled();
    const answer = await write("check", sent, form);
    if (sent.digest !== form.dataset.digest) {
      again = true; // it was saved meanwhile
    } else if (answer.ok && !again) {
      const { findings: found, page } = JSON.parse(answer.words);
      if (found !== told) findings.innerHTML = told = found; // what is the same is not read aloud again
      show(page);
    } else offer(answer);
  }
  asking = false;
}

let waiting = 0;
form.addEventListener("input", (event) => {
  if (event.target.matches("[data-filter]")) return;
  said.textContent = changed().length ? "Not saved yet." : "";
  clearTimeout(waiting);
  waiting = setTimeout(follow, REST);
});

let saving = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  saving = true;
  const answer = await write("save", filled(), form);
  saving = false;
  if (!answer.ok) return offer(answer);
  const { digest, headings } = JSON.parse(answer.words);
  keep();
  form.dataset.digest = digest;
  said.textContent = "Saved.";
  const shown = [...form.querySelectorAll("[data-section]")].map((part) => part.labels[0].textContent);
  if (JSON.stringify(shown) !== JSON.stringify(headings)) location.reload(); // a heading was written in a section
  follow();
});
form.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
listen(() => saving || follow());
addEventListener("beforeunload", (event) => {
  if (changed().length) event.preventDefault();
});

const retire = document.getElementById("preview-retire");
retire?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const successor = document.getElementById("preview-successor").value;
  const answer = await write("retire", { ...filled(), successor }, retire);
  if (!answer.ok) return;
  keep();
  location.reload();
});

// A finding leads to its line in the form: from the list, and from the page beside it.
function go(link) {
  const part = document.getElementById(link.hash.slice(1));
  if (!part) return;
  part.closest("details")?.setAttribute("open", "");
  part.focus();
  if (!part.matches("textarea")) return;
  const lines = part.value.split("\n");
  const at = lines.slice(0, Number(link.dataset.line)).join("\n").length + (Number(link.dataset.line) > 0);
  part.setSelectionRange(at, at + (lines[Number(link.dataset.line)] ?? "").length);
  part.scrollTop = (part.scrollHeight * Number(link.dataset.line)) / lines.length;
}
findings.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  go(link);
});
frame?.addEventListener("load", () => {
  if (changed().length) follow();
  frame.contentDocument.addEventListener("click", (event) => {
    const note = event.target.closest("a")?.closest(".preview-note");
    const link = note && findings.querySelector(`[data-number="${note.id.replace("preview-", "")}"]`);
    if (!link) return;
    event.preventDefault();
    go(link);
  });
});

// Lists of choices: letters search, arrows move, and Tab leaves the list.
for (const set of form.querySelectorAll("fieldset[data-field]")) {
  const filter = set.querySelector("[data-filter]");
  const boxes = [...set.querySelectorAll(".preview-choices input")];
  const shown = () => boxes.filter((box) => !box.parentElement.hidden);
  const reach = (box) => boxes.forEach((each) => (each.tabIndex = each === box ? 0 : -1));
  if (set.dataset.kind === "choices") reach(boxes[0]);
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const box of boxes)
      box.parentElement.hidden = !`${box.parentElement.textContent} ${box.value}`.toLowerCase().includes(wanted);
    set.querySelector("[data-none]").hidden = shown().length > 0;
    if (set.dataset.kind === "choices") reach(shown()[0]);
  });
  set.addEventListener("keydown", (event) => {
    const list = shown();
    const at = list.indexOf(event.target);
    if (event.target === filter && ["Enter", "ArrowDown"].includes(event.key)) {
      event.preventDefault(); // Enter would save
      list[0]?.focus();
    } else if (set.dataset.kind === "choices" && at >= 0 && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const next = list[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) reach(next);
      (next ?? filter).focus();
    }
  });
}

// Until here, what is typed would be taken for what is saved.
for (const parts of document.querySelectorAll(".preview-parts")) parts.disabled = false;
