// Videos that play on request, and definitions that Escape hides. The page is readable without this script.
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

// --- Definitions of factors: Escape hides them until the pointer or the focus moves on ---

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const quiet = document.documentElement.classList;
  quiet.add("quiet");
  const speak = () => quiet.remove("quiet");
  document.addEventListener("focusin", speak, { once: true });
  document.addEventListener("pointerover", speak, { once: true });
});
