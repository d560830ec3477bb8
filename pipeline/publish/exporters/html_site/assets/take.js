// What readers take away: copies of texts, and a list of strategies that stays in their browser.
"use strict";

// --- Messages, shown for a moment and read out ---

const NOTICE_TIME = 6000; // milliseconds that a message is shown
const notice = document.createElement("p");
notice.className = "notice";
notice.setAttribute("role", "status");
document.body.append(notice);
let noticeEnd;

function announce(text) {
  notice.textContent = text;
  clearTimeout(noticeEnd);
  noticeEnd = setTimeout(() => notice.replaceChildren(), NOTICE_TIME);
}

// --- Copies ---

// A paragraph is copied with its italics, too. Where the browser does not let pages copy, the text is selected.
async function copy(source) {
  const text = source.textContent;
  try {
    if (source.matches("pre")) await navigator.clipboard.writeText(text);
    else await navigator.clipboard.write([new ClipboardItem({ ...form("text/plain", text), ...form("text/html", source.innerHTML) })]);
    announce(t("Copied."));
  } catch {
    source.hidden = false;
    source.parentElement.classList.remove("on-paper");
    getSelection().selectAllChildren(source);
    announce(t("The text is selected. Copy it with Ctrl+C or ⌘C."));
  }
}

function form(type, text) {
  return { [type]: new Blob([text], { type }) };
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-copy]");
  if (button) copy(document.getElementById(button.dataset.copy));
});

// --- My list: ids in the order in which they were added. Each library has a list of its own ---

const MOST_LISTED = 100;
const LISTED_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const listLink = document.querySelector("[data-list]");
const listKey = `list ${listLink?.dataset.list}`;
let unkept = null; // the list of this page, where the browser remembers nothing

function idsOf(text) {
  return [...new Set((text ?? "").split(",").filter((id) => LISTED_ID.test(id)))].slice(0, MOST_LISTED);
}

function myList() {
  if (unkept) return unkept;
  try {
    return idsOf(localStorage.getItem(listKey));
  } catch {
    unkept = [];
    return unkept;
  }
}

function setMyList(ids) {
  try {
    localStorage.setItem(listKey, ids.join(","));
  } catch {
    unkept = ids;
  }
  showMyList();
}

function toggleListed(id, title) {
  const ids = myList();
  const isListed = ids.includes(id);
  if (!isListed && ids.length >= MOST_LISTED) {
    announce(tn("Your list is full: it holds {count} strategy.", "Your list is full: it holds {count} strategies.", MOST_LISTED));
    return;
  }
  setMyList(isListed ? ids.filter((other) => other !== id) : [...ids, id]);
  if (isListed) announce(t("{title} is no longer on your list.", { title }));
  else if (unkept) announce(t("{title} is on your list until you leave this page: your browser lets this site remember nothing.", { title }));
  else announce(t("{title} is on your list.", { title }));
}

// The number beside the link, and what each button does now.
function showMyList() {
  const ids = myList();
  document.querySelector("[data-count]").textContent = ids.length ? formatted(ids.length) : "";
  // What the browser does not remember goes along with the link.
  if (unkept) listLink.search = ids.length ? `?ids=${ids.join(",")}` : "";
  for (const button of document.querySelectorAll("[data-keep]")) showKept(button, ids);
  document.dispatchEvent(new Event("mylist"));
}

function showKept(button, ids) {
  const { keep: id, title } = button.dataset;
  const isListed = ids.includes(id);
  button.classList.toggle("kept", isListed);
  if (button.matches(".keep")) {
    button.setAttribute("aria-label", isListed ? t("Remove {title} from my list", { title }) : t("Add {title} to my list", { title }));
  } else {
    button.textContent = isListed ? t("Remove from my list") : t("Add to my list");
  }
}

// --- A button on each card, those too that come later ---

const CARD_ADDRESS = /strategies\/([a-z0-9-]+)\/index\.html$/;

function addButtons(cards) {
  const ids = myList();
  for (const card of cards) {
    const link = card.querySelector("a");
    const id = CARD_ADDRESS.exec(link?.getAttribute("href") ?? "")?.[1];
    if (!id || card.querySelector("[data-keep]")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "keep";
    Object.assign(button.dataset, { keep: id, title: link.textContent });
    showKept(button, ids);
    card.append(button);
  }
}

if (listLink) {
  addButtons(document.querySelectorAll(".card"));
  showMyList();
  new MutationObserver((changes) => {
    addButtons(changes.flatMap(({ addedNodes }) => [...addedNodes].filter((node) => node.matches?.(".card"))));
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-keep]");
    if (button) toggleListed(button.dataset.keep, button.dataset.title);
  });
  // Another tab, or a step back to this page.
  window.addEventListener("storage", ({ key }) => key === listKey && showMyList());
  window.addEventListener("pageshow", ({ persisted }) => persisted && showMyList());
}
