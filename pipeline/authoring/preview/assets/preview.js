// Keeps the page up to date, puts findings about fields at what shows these, and mends findings on request.
(() => {
  const KEY = "strategies-preview-key";
  const SCROLL = "strategies-preview-scroll:" + location.pathname;
  // What shows a field on the page of a strategy.
  const PLACES = { title: "h1", summary: ".summary", factors: "#section-factors", category: ".crumbs", updated: "dd.updated", related: ".related" };

  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given) {
    localStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  const key = localStorage.getItem(KEY);

  for (const note of document.querySelectorAll(".preview-fields .preview-note")) {
    const place = document.querySelector(PLACES[note.dataset.field] || "main h1");
    if (place) place.after(note);
  }

  // On a small screen the list would hide the page.
  if (innerWidth < 700) document.querySelector(".preview-panel details")?.removeAttribute("open");

  // A page with words that are not saved yet stays as it is.
  const writing = () =>
    document.getElementById("preview-form") || document.querySelector("#preview-new input")?.value;

  const saved = sessionStorage.getItem(SCROLL);
  if (saved !== null) {
    sessionStorage.removeItem(SCROLL);
    scrollTo({ top: Number(saved), behavior: "instant" });
  }
  const version = document.querySelector("[data-version]")?.dataset.version;
  new EventSource("/-/events").onmessage = (event) => {
    if (event.data === version || writing()) return;
    sessionStorage.setItem(SCROLL, String(scrollY));
    location.reload();
  };

  const say = (place, words) => {
    let line = place.querySelector("[role=alert]");
    if (!line) {
      line = document.createElement("p");
      line.setAttribute("role", "alert");
      place.append(line);
    }
    line.textContent = words;
  };

  const write = async (action, body, place) => {
    try {
      const answer = await fetch(`/-/write/${key}/${action}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      const words = await answer.text();
      if (answer.ok) return words;
      say(place, words);
    } catch {
      say(place, "The preview does not answer any more. Is `strategies preview` still running?");
    }
  };

  for (const button of document.querySelectorAll("[data-fix]")) {
    if (!key) {
      button.disabled = true;
      button.title = "Open the address that the terminal shows to mend things from here";
    }
    button.addEventListener("click", async () => {
      button.disabled = true;
      await write("fix", { number: Number(button.dataset.fix), version }, button.closest(".preview-note"));
      button.disabled = false;
    });
  }

  const begin = document.getElementById("preview-new");
  begin?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const path = await write("new", { title: begin.elements.title.value }, begin);
    if (path !== undefined) location.href = `/-/edit?path=${encodeURIComponent(path)}`;
  });

  const form = document.getElementById("preview-form");
  if (!form) return;
  const said = document.getElementById("preview-said");
  const findings = document.getElementById("preview-findings");
  let changed = false;
  let waiting = 0;

  const filled = () => {
    const fields = {};
    const sections = {};
    for (const part of form.querySelectorAll("[data-field]")) {
      const lines = () => part.value.split("\n").map((line) => line.trim()).filter(Boolean);
      if (part.matches("fieldset")) fields[part.dataset.field] = chosen(part);
      else fields[part.dataset.field] = "lines" in part.dataset ? lines() : part.value.trim();
    }
    for (const part of form.querySelectorAll("[data-section]")) sections[part.dataset.section] = part.value;
    return { path: form.dataset.path, digest: form.dataset.digest, fields, sections };
  };
  // The values that were there stay in their order, and new ones follow.
  const chosen = (set) => {
    const checked = [...set.querySelectorAll("input:checked")].map((box) => box.value);
    const before = JSON.parse(set.dataset.before);
    return [...before.filter((id) => checked.includes(id)), ...checked.filter((id) => !before.includes(id))];
  };

  for (const filter of form.querySelectorAll("[data-filter]")) {
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLowerCase();
      for (const label of filter.closest("fieldset").querySelectorAll(".preview-choices label"))
        label.hidden = !label.textContent.toLowerCase().includes(wanted);
    });
  }
  form.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-filter]")) return;
    changed = true;
    said.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const found = await write("check", filled(), findings);
      if (found !== undefined) findings.innerHTML = found;
    }, 250);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector("[role=alert]")?.remove();
    const digest = await write("save", filled(), form);
    if (digest === undefined) return;
    form.dataset.digest = digest;
    changed = false;
    said.textContent = "Saved.";
  });
  // Whoever retires a page may still name its successor, and saves then.
  document.getElementById("preview-retire").addEventListener("click", (event) => {
    const fill = (field, value) => {
      const part = form.querySelector(`[data-field=${field}]`);
      if (part) part.value = value;
    };
    fill("status", "retired");
    fill("retired", event.target.dataset.today);
    form.dispatchEvent(new Event("input"));
    said.textContent = "Name the strategy that replaces it, if there is one, and save.";
    form.querySelector("[data-field=replaced_by]")?.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
