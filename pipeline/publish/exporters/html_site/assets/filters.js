// The filters of the home page: which values are chosen, what they leave, and what each would leave.
"use strict";

// What services add to shared links is no filter.
const TRACKING = /^(utm_|mc_)|clid$/;

class Filters {
  constructor(form) {
    this.form = form;
    this.all = [...form.querySelectorAll("[type=checkbox]")];
  }

  connect(catalog) {
    this.facets = catalog.facets.map(({ id, every, options }) => ({
      every,
      boxes: options.map((value) => this.all.find((box) => box.name === id && box.value === value)),
    }));
  }

  get chosen() {
    return this.all.filter((box) => box.checked);
  }

  name(box) {
    const text = box.nextElementSibling.textContent;
    if (box.name === "grade") return t("Grade {grade}", { grade: text });
    // Of a field of the library's own a value may say little, such as yes.
    const field = box.name.startsWith("field-") && box.closest("fieldset")?.querySelector("legend");
    return field ? `${field.textContent.trim()}: ${text}` : text;
  }

  // Choose what an address asks for; gives what it asks for in vain.
  restore(state) {
    for (const box of this.all) {
      box.checked = state.getAll(box.name).includes(box.value);
      if (box.checked) box.closest("details").open = true;
    }
    const known = new Set(this.all.map((box) => `${box.name}=${box.value}`));
    const asked = [...state].filter(([name, value]) => name !== "q" && value && !TRACKING.test(name));
    return asked.filter(([name, value]) => !known.has(`${name}=${value}`)).map(([, value]) => value);
  }

  // The items that match the chosen values, and for each value the number that would match with it. In a facet where
  // any chosen value is enough, only the other facets limit that number.
  matches(items) {
    const chosen = this.facets.map(({ boxes }) => boxes.flatMap((box, place) => (box?.checked ? [place] : [])));
    const counts = this.facets.map(({ boxes }) => new Array(boxes.length).fill(0));
    const all = [];
    for (const item of items) {
      const { values } = item.strategy;
      const failed = this.facets.filter(({ every }, place) => {
        const has = (value) => values[place].includes(value);
        return chosen[place].length && !(every ? chosen[place].every(has) : chosen[place].some(has));
      });
      if (!failed.length) all.push(item);
      for (const [place, facet] of this.facets.entries()) {
        if (failed.length > 1 || (failed.length && (facet.every || failed[0] !== facet))) continue;
        for (const value of values[place]) counts[place][value] += 1;
      }
    }
    this.show(counts);
    return all;
  }

  show(counts) {
    this.facets.forEach(({ boxes }, facet) => boxes.forEach((box, place) => {
      const text = box?.parentElement.lastElementChild.firstChild;
      const count = counts[facet][place];
      if (!text || text.data === formatted(count)) return;
      text.data = formatted(count);
      box.parentElement.classList.toggle("none", !count);
    }));
  }
}
