// Keeps the page up to date, puts findings about fields at what shows these, and mends findings on request.

const KEY = "strategies-preview-key";
const SCROLL = `strategies-preview-scroll:${location.pathname}${location.search}`;
// What shows a field on the page of a strategy.
const PLACES = { title: "h1", summary: ".summary", factors: "#section-factors", category: ".crumbs", updated: "dd.updated", related: ".related" };

const given = new URLSearchParams(location.hash.slice(1)).get("key");
if (given) {
  localStorage.setItem(KEY, given);
  history.replaceState(null, "", location.pathname + location.search);
}
const key = localStorage.getItem(KEY);
// The form that this page is shown beside keeps it up to date.
const framed = self !== top;

const version = () => document.querySelector("[data-version]")?.dataset.version;

// Puts findings about fields at what shows these.
export function place(page) {
  for (const note of page.querySelectorAll(".preview-fields .preview-note")) {
    const shown = page.querySelector(PLACES[note.dataset.field] || "main h1");
    if (shown) shown.after(note);
  }
}

function say(place, words) {
  let line = place.querySelector("[role=alert]");
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "alert");
    place.append(line);
  }
  line.textContent = words;
}

// Sends what a button asks for. Returns the status and the words of the answer; `place` shows why something is refused.
export async function write(action, body, place) {
  try {
    const answer = await fetch(`/-/write/${key}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const words = await answer.text();
    if (answer.ok) place.querySelector("[role=alert]")?.remove();
    else say(place, words);
    return { status: answer.status, ok: answer.ok, words };
  } catch {
    say(place, "The preview does not answer any more. Is `strategies preview` still running?");
    return { status: 0, ok: false, words: "" };
  }
}

// Calls a function whenever the library has another version than this page.
// A page that nobody sees waits until it is seen: a browser has few connections for all of them.
export function listen(changed) {
  let events;
  const follow = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/-/events");
    events.onmessage = (event) => event.data !== version() && changed();
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

// Where the reader is: the first text in sight. What appears above it does not move it. Buttons appear late.
const TEXTS = "main :is(h1, h2, h3, p, li, dd, td, figcaption):not(:has(button)):not(.preview-note *)";
const texts = (page) => [...page.querySelectorAll(TEXTS)];

export function spot(page) {
  const all = texts(page);
  const at = all.findIndex((text) => text.getBoundingClientRect().bottom > 0);
  return at < 0 ? null : { at, words: all[at].textContent, top: all[at].getBoundingClientRect().top };
}

export function goTo(page, spot) {
  const all = texts(page);
  const far = (text) => Math.abs(all.indexOf(text) - spot.at);
  const same = all.filter((text) => text.textContent === spot.words).sort((one, other) => far(one) - far(other));
  const text = same[0] ?? all[spot.at] ?? all.at(-1);
  page.defaultView.scrollBy({ top: text ? text.getBoundingClientRect().top - spot.top : 0, behavior: "instant" });
}

export function reload() {
  history.scrollRestoration = "manual";
  sessionStorage.setItem(SCROLL, JSON.stringify(spot(document)));
  location.reload();
}

place(document);
const read = JSON.parse(sessionStorage.getItem(SCROLL));
sessionStorage.removeItem(SCROLL);
if (read) goTo(document, read);

const panel = document.querySelector(".preview-panel");
if (framed) panel?.setAttribute("hidden", "");
// On a small screen the list would hide the page.
else if (innerWidth < 700) panel?.querySelector("details").removeAttribute("open");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-fix]");
  if (!button) return;
  button.disabled = true;
  const sent = { number: Number(button.dataset.fix), version: version() };
  await write("fix", sent, button.closest(".preview-note"));
  button.disabled = false;
});

const begin = document.getElementById("preview-new");
begin?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { title, id } = begin.elements;
  const answer = await write("new", { title: title.value, id: id.value.trim() }, begin);
  if (!answer.ok) {
    begin.querySelector("details").open = true; // perhaps another id is what it needs
    return;
  }
  location.href = `/-/edit?path=${encodeURIComponent(answer.words)}`;
});

if (!framed && !document.getElementById("preview-form"))
  listen(() => {
    if (!begin?.elements.title.value) reload(); // a title that is not sent yet would be lost
  });
