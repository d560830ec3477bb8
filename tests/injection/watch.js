// Runs before anything on a page, and notes what no text of a stranger may cause.
window.faults = [];
for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) {
  const real = window[name];
  window[name] = (...given) => {
    const text = String(given[0]);
    if (name === "fetch" && new URL(text, location.href).origin === location.origin) return real(...given);
    window.faults.push(`${name}: ${text}`);
    return name === "fetch" ? Promise.reject(new TypeError("refused")) : undefined;
  };
}
document.addEventListener("securitypolicyviolation", (event) =>
  window.faults.push(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
// The elements with their attributes, and what is wrong with their values.
window.walk = () => {
  // A browser shows plain text in a page of its own making.
  if (document.contentType === "text/plain") return { kinds: [], classes: [], wrong: window.faults };
  const kinds = new Set(), classes = new Set(), wrong = [...window.faults];
  const schemes = ["http:", "https:", "mailto:"];
  const each = [...document.querySelectorAll("*")];
  for (const template of document.querySelectorAll("template")) each.push(...template.content.querySelectorAll("*"));
  for (const element of each) {
    const tag = element.localName;
    kinds.add(tag);
    for (const { name, value } of element.attributes) {
      kinds.add(`${tag} ${name}`);
      if (name.startsWith("on") || ["style", "srcdoc", "formaction", "ping", "background"].includes(name))
        wrong.push(`attribute: ${tag} ${name}=${value}`);
      if (["href", "src", "action", "poster", "data", "cite"].includes(name) && value) {
        let address = null;
        // One that begins with the name of a website that no browser takes leads nowhere.
        try { address = new URL(value, document.baseURI); } catch { if (!/^https?:\/\//.test(value)) wrong.push(`address: ${tag} ${name}=${value}`); }
        const loads = name !== "href" || tag === "link";
        if (address && !schemes.includes(address.protocol)) wrong.push(`scheme: ${tag} ${name}=${value}`);
        const known = ["canonical", "alternate", "license", "help", "me", "search", "author"];
        if (address && loads && address.origin !== location.origin && !known.some((rel) => element.relList?.contains(rel))
            && value !== "https://stats.example.org/count.js")
          wrong.push(`loads: ${tag} ${name}=${value}`);
      }
    }
    for (const name of element.classList ?? []) classes.add(name);
    if (tag === "script" && !element.src) {
      if (!["application/ld+json", "application/json"].includes(element.type)) wrong.push(`script: ${element.text}`);
      else try { JSON.parse(element.text); } catch { wrong.push(`data: ${element.text}`); }
    }
    if (["iframe", "object", "embed", "base", "frame", "applet", "portal"].includes(tag)) wrong.push(`element: ${tag}`);
    if (tag === "meta" && element.httpEquiv && element.httpEquiv !== "Content-Security-Policy")
      wrong.push(`meta: ${element.httpEquiv} ${element.content}`);
  }
  return { kinds: [...kinds], classes: [...classes], wrong };
};
