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

  const saved = sessionStorage.getItem(SCROLL);
  if (saved !== null) {
    sessionStorage.removeItem(SCROLL);
    scrollTo({ top: Number(saved), behavior: "instant" });
  }
  const version = document.querySelector("[data-version]")?.dataset.version;
  new EventSource("/-/events").onmessage = (event) => {
    if (event.data === version) return;
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
      if (!answer.ok) say(place, await answer.text());
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
})();
