// Videos that play on request, the mark in the contents, printing. The page is readable without this script.
"use strict";

// --- Videos: nothing is loaded from the provider before the click ---

function play(card) {
  const address = new URL(card.dataset.embed);
  address.searchParams.set("autoplay", "1");
  const frame = document.createElement("iframe");
  frame.title = card.dataset.title;
  frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = address.href;
  card.querySelector("button").replaceWith(frame);
  card.querySelector("p.soft").hidden = true;
  frame.focus();
}

for (const card of document.querySelectorAll(".video")) {
  // A page opened from a disk sends no referrer, without which providers refuse to play, so the link remains.
  if (fromDisk) break;
  for (const part of card.querySelectorAll("button, p.soft")) part.hidden = false;
  card.querySelector("button").addEventListener("click", () => play(card), { once: true });
}

// --- Contents: the first section that is to be seen in the upper third of the window is marked ---

const entries = new Map(
  [...document.querySelectorAll(".contents a")].map((link) => [document.getElementById(link.hash.slice(1)), link]),
);
const seen = new Set();

function mark(changes) {
  for (const { target, isIntersecting } of changes) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
  }
  const current = [...entries.keys()].find((section) => seen.has(section));
  for (const [section, link] of entries) {
    if (section === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

const watcher = new IntersectionObserver(mark, { rootMargin: "-64px 0px -67% 0px" });
for (const section of entries.keys()) watcher.observe(section);

// On a wide screen the styles show what is folded, and nothing moves when it is open in truth. On a phone the contents
// have done their work once a place is chosen.
const wide = matchMedia("(min-width: 60rem)");

function unfold() {
  for (const fold of document.querySelectorAll(".fold")) fold.open = wide.matches;
}

unfold();
wide.addEventListener("change", unfold);
for (const link of entries.values()) {
  link.addEventListener("click", () => {
    if (!wide.matches) link.closest("details").open = false;
  });
}

// --- Paper: the address where nobody said where the site stands ---

document.querySelector("[data-print]")?.addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  const place = document.querySelector("[data-address]");
  if (place && !fromDisk) place.textContent = ` · ${location.origin}${location.pathname}`;
});
