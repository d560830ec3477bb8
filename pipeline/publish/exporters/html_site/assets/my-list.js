// The page of a list: the reader's own, or one that somebody shared as `?ids=…`.
"use strict";

const MOST_COMPARED = 3;
const LIST_PARTS = ["intro", "actions", "address", "state", "undo", "notes", "hint", "jump", "listed", "nothing", "comparison", "table"];

class ListPage {
  constructor(place) {
    this.place = place;
    this.parts = Object.fromEntries(LIST_PARTS.map((name) => [name, place.querySelector(`[data-${name}]`)]));
    this.title = place.querySelector("h1");
    this.items = new Map(); // by id; each strategy keeps its item
    const asked = new URLSearchParams(location.search);
    this.shared = asked.has("ids") ? idsOf(asked.get("ids")) : null;
    if (unkept && this.shared) this.carry();
    this.compared = idsOf(asked.get("compare"));
  }

  // Where the browser remembers nothing, the address of this page holds the reader's own list.
  carry() {
    setMyList(this.shared);
    this.shared = null;
    this.parts.intro.textContent = t("Your browser lets this site remember nothing. The list is in the address of this page.");
  }

  async start() {
    try {
      this.catalog = await loadCatalog(this.place.dataset.catalog);
    } catch {
      this.say(t("The list of strategies could not be loaded. Reload the page."));
      return;
    }
    this.settle();
    this.addActions();
    document.addEventListener("mylist", () => this.render());
    this.render();
  }

  get ids() {
    return this.shared ?? myList();
  }

  // Former ids lead on, and what the library does not know is named once and left out.
  settle() {
    const former = new Map(this.catalog.former.map(([id, title, next]) => [id, { title, next }]));
    const [found, notes, unknown] = [new Set(), [], []];
    for (const id of this.ids) {
      const { title, next } = former.get(id) ?? {};
      const strategy = this.catalog.byId.get(id) ?? this.catalog.byId.get(next);
      if (strategy) found.add(strategy.id);
      if (title && strategy) notes.push(t("{title} was retired. {successor} takes its place.", { title, successor: strategy.title }));
      else if (title) notes.push(t("{title} was retired.", { title }));
      else if (!strategy) unknown.push(id);
    }
    if (unknown.length) notes.push(t("This library has no strategy with this id: {ids}", { ids: unknown.join(", ") }));
    this.parts.notes.replaceChildren(...notes.map((note) => element("li", note)));
    this.parts.notes.hidden = !notes.length;
    if (this.shared) this.shared = [...found];
    else if (String([...found]) !== String(this.ids)) setMyList([...found]);
  }

  addActions() {
    const { actions, intro, undo } = this.parts;
    if (this.shared) {
      intro.textContent = t("Somebody shared this list. Your own list stays as it is.");
      actions.append(this.button(t("Add all to my list"), () => this.addAll()));
      actions.append(element("a", t("Show my own list"), { href: location.pathname, class: "screen" }));
    }
    if (!fromDisk || this.canonical) actions.append(element("button", t("Copy link"), { type: "button", "data-copy": "list-address" }));
    actions.append(this.button(t("Print"), () => window.print()));
    if (!this.shared) actions.append(this.button(t("Remove all"), () => this.change([], t("The list is empty."))));
    undo.addEventListener("click", () => this.change(this.before, ""));
  }

  button(text, act, attributes = {}) {
    const made = element("button", text, { type: "button", ...attributes });
    made.addEventListener("click", act);
    return made;
  }

  addAll() {
    setMyList(idsOf([...myList(), ...this.shared].join(",")));
    announce(t("All of these are on your list."));
  }

  // What was removed can be taken back until the next change.
  change(ids, text) {
    this.before = ids.length < this.ids.length ? this.ids : null;
    setMyList(ids);
    this.say(text || this.countOf(ids.length));
    this.parts.undo.hidden = !this.before;
    if (!ids.length) this.parts.undo.focus();
    else if (document.activeElement === document.body) this.title.focus();
  }

  remove({ id, title }) {
    const place = this.ids.indexOf(id);
    this.change(this.ids.filter((other) => other !== id), t("{title} is no longer on your list.", { title }));
    // The button is gone: that of the next strategy takes the focus.
    const { children } = this.parts.listed;
    (children[place] ?? children[place - 1])?.querySelector("[data-remove]").focus();
  }

  countOf(count) {
    return count ? tn("{count} strategy", "{count} strategies", count) : "";
  }

  say(text) {
    this.parts.state.textContent = text;
    this.parts.undo.hidden = true;
  }

  render() {
    const strategies = this.ids.map((id) => this.catalog.byId.get(id)).filter(Boolean);
    const { listed, nothing, actions, address, hint } = this.parts;
    listed.replaceChildren(...strategies.map((strategy) => this.itemOf(strategy)));
    this.say(this.countOf(strategies.length));
    nothing.hidden = strategies.length > 0;
    actions.hidden = !strategies.length;
    address.hidden = !strategies.length || (fromDisk && !this.canonical);
    hint.hidden = strategies.length < 2;
    this.compare(strategies);
  }

  itemOf(strategy) {
    if (!this.items.has(strategy.id)) this.items.set(strategy.id, this.newItem(strategy));
    return this.items.get(strategy.id);
  }

  newItem(strategy) {
    const { id, title, summary, hue, sources } = strategy;
    const box = element("input", [], { type: "checkbox", value: id });
    box.checked = this.compared.includes(id);
    box.addEventListener("change", () => this.choose(id, box.checked));
    const remove = this.button(t("Remove"), () => this.remove(strategy), { "aria-label": t("Remove {title} from my list", { title }), "data-remove": "" });
    const names = (facet) => this.catalog.names(strategy, facet);
    const [grades, factors] = [names("grade"), names("factor")];
    const said = [...(grades.length ? [t("Grades {grades}", { grades: gradeRanges(grades) })] : []), ...sources];
    return element("li", [
      element("h2", linkTo("strategies", id, title)),
      element("p", summary),
      element("p", [element("span", listing(names("category")), { class: "shelf" }), ...said.map((text) => ` · ${text}`)], { class: "soft" }),
      ...(factors.length ? [element("p", t("Supports {factors}", { factors: listing(factors) }), { class: "soft on-paper" })] : []),
      element("p", [
        element("label", [box, " ", t("Compare"), " ", element("span", title, { class: "unseen" })]),
        ...(this.shared ? [] : [remove]),
      ], { class: "screen choices" }),
    ], { class: `hue-${hue}` });
  }

  choose(id, isChosen) {
    this.compared = isChosen ? [...this.compared, id] : this.compared.filter((other) => other !== id);
    this.render();
    if (this.chosen.length > 1) announce(t("Side by side below the list: {titles}", { titles: listing(this.chosen.map(({ title }) => title)) }));
  }

  // Chosen strategies in the order of the list. What is compared is in the address, so that it can be shared.
  compare(strategies) {
    this.chosen = strategies.filter(({ id }) => this.compared.includes(id)).slice(0, MOST_COMPARED);
    this.compared = this.chosen.map(({ id }) => id);
    const isFull = this.chosen.length === MOST_COMPARED;
    for (const box of this.parts.listed.querySelectorAll("input")) {
      box.checked = this.compared.includes(box.value);
      box.disabled = isFull && !box.checked;
    }
    const isCompared = this.chosen.length > 1;
    this.parts.jump.hidden = !isCompared;
    this.parts.comparison.hidden = !isCompared;
    this.parts.table.replaceChildren(...(isCompared ? [comparisonTable(this.catalog, this.chosen)] : []));
    document.getElementById("list-address").textContent = this.addressOf(fromDisk && this.canonical ? this.canonical : location.href, true);
    try {
      history.replaceState(null, "", this.addressOf(location.href, Boolean(this.shared ?? unkept)));
    } catch {
      // Some browsers do not allow it for files.
    }
  }

  get canonical() {
    return document.querySelector("link[rel=canonical]")?.href;
  }

  addressOf(page, withIds) {
    const address = new URL(page);
    const queries = [withIds && `ids=${this.ids.join(",")}`, this.compared.length > 1 && `compare=${this.compared.join(",")}`];
    address.search = queries.filter(Boolean).join("&");
    address.hash = "";
    return address.href;
  }
}

const listPlace = document.querySelector("[data-my-list]");
if (listPlace) new ListPage(listPlace).start();
