// What a page does beside being read: search, the list beside it, filters, copying, colours.
// Data reaches the page as text nodes only; nothing is loaded from outside of the site.
(() => {
  "use strict";

  const html = document.documentElement;
  const page = document.body.dataset; // kind, group, page
  const main = document.querySelector("main");
  const root = new URL(html.dataset.root || "./", location.href);
  const names = window.NAMES || { kinds: [], groups: [], wires: [], items: [] };
  const served = /^https?:$/.test(location.protocol);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const WIRES = { soap: "SOAP", agents: "Agents REST", webapi: "WebApi" };
  const MANY = { agent: "agents", operation: "operations", carrier: "carriers", enumeration: "enumerations", resource: "resources", method: "methods", guide: "guides" };

  // An element: make("a", {class: "hit", href: ""}, "words", another)
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter((each) => each !== null && each !== undefined && each !== ""));
    return element;
  }

  const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
  const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;

  // --- Matching names ---------------------------------------------------------------------

  // A name as it is compared: letters and digits only, in lower case. Where its words begin and where
  // its letters stand in the text is worked out when somebody asks.
  class Key {
    constructor(text, from = 0) {
      this.text = text;
      this.from = from;
      this.flat = PLAIN.test(text)
        ? (from ? text.slice(from) : text).toLowerCase().replace(OTHERS, "")
        : this.parts.flat;
      this.mask = maskOf(this.flat);
    }

    get parts() {
      if (!this.known) this.known = partsOf(this.text, this.from);
      return this.known;
    }

    get starts() {
      return this.parts.starts;
    }

    get places() {
      return this.parts.places;
    }
  }

  const PLAIN = /^[\x20-\x7e]*$/;
  const OTHERS = /[^a-z0-9]+/g;

  // Which letters there are: tells soonest that something does not fit.
  function maskOf(flat) {
    let mask = 0;
    for (let at = 0; at < flat.length; at++) mask |= 1 << (flat.charCodeAt(at) & 31);
    return mask;
  }

  function partsOf(text, from) {
    let flat = "";
    let starts = "";
    const places = [];
    let before = ""; // upper, lower, digit, or nothing
    for (let at = from; at < text.length; at++) {
      const char = text[at];
      const low = char.toLowerCase();
      let sort = "";
      if (char >= "0" && char <= "9") sort = "digit";
      else if (low !== char && low.length === 1) sort = "upper";
      else if ((char >= "a" && char <= "z") || (char > "\x7f" && /[\p{L}\p{N}]/u.test(char))) sort = "lower";
      if (sort) {
        const next = text[at + 1];
        const begins = !before || (sort === "upper" && (before !== "upper" || (next >= "a" && next <= "z")));
        flat += sort === "upper" ? low : char;
        starts += begins ? "1" : "0";
        places.push(at);
      }
      before = sort;
    }
    return { flat, starts, places };
  }

  const flatOf = (text) => new Key(text).flat;

  function within(query, flat) {
    let at = -1;
    for (const char of query) {
      at = flat.indexOf(char, at + 1);
      if (at < 0) return false;
    }
    return true;
  }

  // The places of beginnings of words that together are the query ("gce", "getcoent"), or null.
  function humps(query, key) {
    const dead = new Set();
    const found = [];
    const step = (done, last) => {
      if (done === query.length) return true;
      const state = done * 512 + last + 1;
      if (dead.has(state)) return false;
      const goesOn = last + 1;
      for (let at = goesOn; at < key.flat.length; at++) {
        if (key.flat[at] !== query[done]) continue;
        if (at !== goesOn || done === 0) {
          if (key.starts[at] !== "1") continue;
        }
        found.push(at);
        if (step(done + 1, at)) return true;
        found.pop();
      }
      dead.add(state);
      return false;
    };
    return step(0, -1) ? found : null;
  }

  // Letters in their order, from the beginning of a word and not far apart, or null.
  function loosely(query, key) {
    const { flat, starts } = key;
    for (let first = flat.indexOf(query[0]); first >= 0; first = flat.indexOf(query[0], first + 1)) {
      if (starts[first] !== "1") continue;
      const found = [first];
      for (let at = 1; at < query.length; at++) {
        const next = flat.indexOf(query[at], found[at - 1] + 1);
        if (next < 0) return null;
        found.push(next);
      }
      if (found[found.length - 1] - first < query.length * 2) return found;
    }
    return null;
  }

  const run = (from, length) => Array.from({ length }, (_, at) => from + at);

  // How well the query fits: 0 is best; -1 not at all.
  function fit(query, key, mask = maskOf(query)) {
    const { flat } = key;
    if (query.length > flat.length || (mask & key.mask) !== mask) return -1;
    const at = flat.indexOf(query);
    if (at === 0) return flat.length === query.length ? 0 : 1;
    if (query.length === 1) return -1;
    if (at > 0) {
      const { starts } = key;
      for (let next = at; next > 0; next = flat.indexOf(query, next + 1)) {
        if (starts[next] === "1") return 2;
      }
    }
    if (within(query, flat)) {
      const found = humps(query, key);
      if (found) return found[0] === 0 ? 2.3 : 2.8;
      if (at > 0) return 3.5;
      if (query.length > 3 && loosely(query, key)) return 6;
    }
    return at > 0 ? 3.5 : -1;
  }

  // Where it fits, as places in the key.
  function marksOf(query, key) {
    const { flat, starts } = key;
    let at = flat.indexOf(query);
    for (let next = at; next > 0; next = flat.indexOf(query, next + 1)) {
      if (starts[next] === "1") {
        at = next;
        break;
      }
    }
    if (at >= 0 && (at === 0 || starts[at] === "1")) return run(at, query.length);
    const found = humps(query, key);
    if (found) return found;
    if (at >= 0) return run(at, query.length);
    return loosely(query, key) || [];
  }

  // The text as nodes, those characters marked.
  function marked(text, places) {
    const nodes = [];
    const chosen = new Set(places);
    let from = 0;
    while (from < text.length) {
      let to = from + 1;
      while (to < text.length && chosen.has(to) === chosen.has(from)) to++;
      const part = text.slice(from, to);
      nodes.push(chosen.has(from) ? make("mark", null, part) : part);
      from = to;
    }
    return nodes;
  }

  // --- All names --------------------------------------------------------------------------

  const METHOD = /^([A-Z]+) \/api\/v\d+\//;
  let table = null;

  // Made when it is first asked for; a page that is only read pays nothing.
  function entries() {
    if (table) return table;
    table = names.items.map(([name, python, kind, group, wires, url, says]) => {
      const entry = {
        name, python, url, says,
        kind: names.kinds[kind],
        group: names.groups[group],
        wires,
      };
      const method = METHOD.exec(name);
      if (method) {
        // "get contact" finds GET /api/v1/Contact; "/Contact/{id}" does as well, but later than what is named so
        entry.verb = method[1];
        entry.keys = [new Key(name, method[0].length)];
        entry.called = entry.verb.toLowerCase() + entry.keys[0].flat;
      } else {
        entry.keys = [new Key(name)];
      }
      entry.path = new Key(python);
      if (entry.path.flat !== entry.keys[0].flat) entry.keys.push(entry.path);
      entry.groupFlat = flatOf(entry.group);
      return entry;
    });
    return table;
  }

  const WEIGHT = { agent: 0, guide: 0, carrier: 1, enumeration: 1, resource: 2, operation: 2, method: 3 };

  function scored(entry, asked) {
    let best = -1;
    const better = (score) => {
      if (score >= 0 && (best < 0 || score < best)) best = score;
    };
    if (asked.whole) {
      const later = entry.verb ? 1 : 0;
      for (const key of entry.keys) {
        const score = fit(asked.whole, key, asked.mask);
        if (score >= 0 && (score < 6 || asked.words.length === 1)) better(score + later);
      }
      if (entry.verb && entry.called.startsWith(asked.whole) && asked.whole.length > entry.verb.length) better(entry.called === asked.whole ? 0 : 1);
    }
    if (best !== 0 && entry.kind !== "agent" && entry.groupFlat) {
      if (asked.left !== null) {
        // "contact.getc": the group, a dot, the name
        const group = entry.groupFlat.startsWith(asked.left) ? (entry.groupFlat === asked.left ? 0 : 0.3) : -1;
        if (group >= 0) {
          if (!asked.right) better(1.5 + group);
          else for (const key of entry.keys) {
            const score = fit(asked.right, key);
            if (score >= 0) better(score + 0.2 + group);
          }
        }
      } else if (asked.whole.length > entry.groupFlat.length && asked.whole.startsWith(entry.groupFlat)) {
        const score = fit(asked.whole.slice(entry.groupFlat.length), entry.keys[0]);
        if (score >= 0 && score < 3) better(score + 0.5);
      }
    }
    if ((best < 0 || best > 4) && asked.words.length > 1) {
      let sum = 3;
      for (const word of asked.words) {
        let least = 9;
        for (const key of entry.keys) {
          const at = key.flat.indexOf(word);
          if (at >= 0) least = Math.min(least, key.starts[at] === "1" ? 0 : 0.3);
        }
        if (least > 1 && entry.groupFlat.includes(word)) least = 0.4;
        sum += least;
      }
      if (sum < 9) better(sum);
    }
    return best;
  }

  function inFilters(entry, filters) {
    return (
      (!filters.kind || entry.kind === filters.kind) &&
      (!filters.agent || entry.group === filters.agent) &&
      (!filters.wire || (entry.wires & (1 << names.wires.indexOf(filters.wire))) !== 0)
    );
  }

  function nameHits(asked, filters, limit) {
    const found = [];
    for (const entry of entries()) {
      if (!inFilters(entry, filters)) continue;
      const score = scored(entry, asked);
      if (score >= 0) found.push([score, entry]);
    }
    const near = page.group ? (entry) => (entry.group === page.group ? 0 : 1) : () => 0;
    found.sort(
      ([one, a], [other, b]) =>
        one - other ||
        WEIGHT[a.kind] - WEIGHT[b.kind] ||
        near(a) - near(b) ||
        a.name.length - b.name.length ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
    );
    // What fits only letter by letter is shown where hardly anything else is.
    const sure = found.filter(([score]) => score < 6);
    const chosen = sure.length < 5 ? found.slice(0, Math.max(sure.length, 8)) : sure;
    return { total: chosen.length, entries: chosen.slice(0, limit).map(([, entry]) => entry) };
  }

  // --- What was typed ---------------------------------------------------------------------

  const TYPED = /(^|\s)(kind|agent|group|wire):(\S*)/gi;
  const ALIASES = { rest: "agents", "agents-rest": "agents", enum: "enumeration", class: "carrier" };

  function read(text) {
    const filters = {};
    const unknown = [];
    const rest = text.replace(TYPED, (_, before, word, value) => {
      const name = word.toLowerCase() === "group" ? "agent" : word.toLowerCase();
      if (!value) return before;
      const values = name === "kind" ? names.kinds : name === "wire" ? names.wires : names.groups.slice(1);
      const low = value.toLowerCase();
      const chosen =
        values.find((each) => each.toLowerCase() === low) ||
        (name !== "agent" && ALIASES[low]) ||
        values.find((each) => each.toLowerCase().startsWith(low)) ||
        (name === "kind" && values.find((each) => MANY[each] === low));
      if (chosen) filters[name] = chosen;
      else unknown.push(`${name}:${value}`);
      return before;
    });
    const plain = rest.trim().replace(/^session\./i, "");
    const dot = plain.indexOf(".");
    const whole = flatOf(plain);
    return {
      filters,
      unknown,
      plain,
      whole,
      mask: maskOf(whole),
      words: plain.split(/[\s.]+/).map(flatOf).filter(Boolean),
      left: dot > 0 ? flatOf(plain.slice(0, dot)) : null,
      right: dot > 0 ? flatOf(plain.slice(dot + 1)) : "",
    };
  }

  // --- Full text --------------------------------------------------------------------------

  let engine = null;

  function fullText() {
    if (!engine) {
      engine = (async () => {
        const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
        await pagefind.options({
          baseUrl: "/",
          excerptLength: 26,
          ranking: { metaWeights: { title: 0 }, termFrequency: 0, pageLength: 0, termSaturation: 2 },
        });
        await pagefind.init();
        return pagefind;
      })();
      engine.catch(() => { engine = null; }); // another try when the dialog is used again
    }
    return engine;
  }

  const TEXTS = 10;

  async function textHits(words, filters, shown) {
    const pagefind = await fullText();
    const chosen = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
    const found = await pagefind.debouncedSearch(words, { filters: chosen }, 140);
    if (!found) return null; // something else was typed meanwhile
    const hits = [];
    let at = 0;
    while (hits.length < TEXTS && at < Math.min(found.results.length, 60)) {
      const batch = await Promise.all(found.results.slice(at, at + 15).map((each) => each.data()));
      at += batch.length;
      for (const each of batch) {
        const url = (each.raw_url || each.url).replace(/^\/+/, "");
        if (!shown.has(url) && hits.length < TEXTS) hits.push({ url, title: each.meta.title || url, excerpt: each.excerpt });
      }
    }
    return hits;
  }

  // An excerpt as nodes. In it "<mark>" is markup, and what was "<" in the text is "&lt;".
  function excerptOf(text, title) {
    const plain = text.replace(/<\/?mark>/g, "");
    let part = text;
    if (plain.startsWith(title)) {
      const dash = text.indexOf(" \u2014 ");
      if (dash >= 0) part = text.slice(dash + 3);
    }
    let inside = false;
    const nodes = [];
    for (const piece of part.split(/(<\/?mark>)/)) {
      if (piece === "<mark>") inside = true;
      else if (piece === "</mark>") inside = false;
      else if (piece) {
        const words = piece.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
        nodes.push(inside ? make("mark", null, words) : words);
      }
    }
    return nodes;
  }

  // --- The dialog -------------------------------------------------------------------------

  const LIMIT = 30;
  let search = null;

  function makeSearch() {
    const list = make("div", { class: "find-list", role: "listbox", id: "find--list", "aria-label": "Results" });
    const notes = make("div", { class: "find-notes" });
    const input = make("input", {
      type: "text", role: "combobox", "aria-label": "Search", "aria-expanded": "true", "aria-controls": "find--list",
      "aria-autocomplete": "list", placeholder: "A name, or words of a description", autocomplete: "off",
      autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "go",
    });
    const select = (label, any, options) =>
      make("select", { "aria-label": label }, make("option", { value: "" }, any), ...options.map(([value, words]) => make("option", { value }, words)));
    const groups = names.groups.slice(1).sort((a, b) => a.localeCompare(b, "en"));
    const selects = {
      kind: select("Kind", "Any kind", names.kinds.map((each) => [each, capital(MANY[each] || each)])),
      agent: select("Agent or resource", "Any agent", groups.map((each) => [each, each])),
      wire: select("Wire", "Any wire", names.wires.map((each) => [each, WIRES[each] || each])),
    };
    const clear = make("button", { type: "button", hidden: true }, "Clear");
    const state = make("div", { class: "find-state", role: "status" });
    const close = make("button", { type: "button", "aria-label": "Esc: close the search" }, "Esc");
    const keys = make("div", { class: "find-keys" });
    for (const [key, what] of [["\u2191 \u2193", "choose"], ["Enter", "open"], ["Ctrl Enter", "in a new tab"], ["/", "search"], ["t", "filter a list on the page"]]) {
      keys.append(make("span", null, ...key.split(" ").flatMap((each) => [make("kbd", null, each), " "]), what));
    }
    const dialog = make(
      "dialog", { class: "find", "aria-label": "Search" },
      make("div", { class: "find-top" }, input, close),
      make("div", { class: "find-filters", role: "group", "aria-label": "Only" }, selects.kind, selects.agent, selects.wire, clear, state),
      list, notes, keys
    );
    document.body.append(dialog);

    let hits = []; // the options, from top to bottom
    let active = -1;
    let turn = 0;

    function choose(at, scroll = true) {
      if (hits[active]) hits[active].setAttribute("aria-selected", "false");
      active = hits.length ? Math.max(0, Math.min(at, hits.length - 1)) : -1;
      const hit = hits[active];
      input.setAttribute("aria-expanded", String(Boolean(hit)));
      if (!hit) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      hit.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", hit.id);
      if (scroll && active === 0) list.scrollTop = 0;
      else if (scroll) hit.scrollIntoView({ block: "nearest" });
    }

    function option(url, kind, line, says) {
      const hit = make(
        "a",
        { class: "hit", role: "option", "aria-selected": "false", tabindex: "-1", href: new URL(url, root).href, id: `find--${hits.length}`, "data-kind": kind },
        make("span", { class: "hit-kind" }, kind || "page"), line, says
      );
      hits.push(hit);
      return hit;
    }

    function nameOption(entry, asked) {
      const of = entry.group && entry.kind === "operation" ? make("span", { class: "hit-of" }, `${entry.group}.`) : null;
      const nameKey = entry.keys[0];
      const queries = [asked.whole, asked.left !== null ? asked.right : "", entry.groupFlat && asked.whole.startsWith(entry.groupFlat) ? asked.whole.slice(entry.groupFlat.length) : ""].filter(Boolean);
      const placesIn = (key) => {
        const verb = (entry.verb || "").toLowerCase();
        if (verb && entry.called.startsWith(asked.whole) && asked.whole.length > verb.length) {
          return [...run(0, verb.length), ...key.places.slice(0, asked.whole.length - verb.length)];
        }
        for (const query of queries) {
          if (fit(query, key) >= 0) return marksOf(query, key).map((at) => key.places[at]);
        }
        const places = [];
        for (const word of asked.words) {
          const at = key.flat.indexOf(word);
          if (at >= 0) places.push(...run(at, word.length).map((each) => key.places[each]));
        }
        return places;
      };
      const line = make("span", { class: "hit-line" }, make("span", { class: "hit-name" }, of, ...marked(entry.name, placesIn(nameKey))));
      if (entry.python && entry.python !== entry.name) {
        line.append(make("span", { class: "hit-python" }, ...marked(entry.python, nameKey.flat === entry.path.flat || placesIn(nameKey).length ? [] : placesIn(entry.path))));
      }
      return option(entry.url, entry.kind, line, entry.says && make("span", { class: "hit-says" }, entry.says));
    }

    function group(id, words, options) {
      return make("div", { role: "group", "aria-labelledby": id }, make("div", { class: "find-group", id, role: "presentation" }, words), ...options);
    }

    function note(text, empty) {
      return make("p", { class: empty ? "find-note empty" : "find-note" }, ...text);
    }

    function say(text) {
      if (state.textContent !== text) state.textContent = text;
    }

    async function update() {
      const mine = ++turn;
      const asked = read(input.value);
      const filters = {};
      for (const name of ["kind", "agent", "wire"]) {
        filters[name] = asked.filters[name] || selects[name].value;
        selects[name].classList.toggle("set", selects[name].value !== "");
      }
      const filtered = Object.values(filters).some(Boolean);
      clear.hidden = !Object.values(selects).some((each) => each.value);
      const only = Object.entries(asked.filters).map(([name, value]) => `${name} ${WIRES[value] && name === "wire" ? WIRES[value] : value}`);
      const told = (words) => [only.length ? `Only ${only.join(", ")}` : "", words].filter(Boolean).join(" \u00b7 ");

      hits = [];
      list.replaceChildren();
      notes.replaceChildren();

      if (asked.unknown.length) {
        const [name, value] = asked.unknown[0].split(":");
        const may = name === "kind" ? names.kinds.join(", ") : name === "wire" ? names.wires.join(", ") : "those in the list above";
        notes.append(note([`No ${name} begins with \u201c${value}\u201d. There are: ${may}.`], true));
        choose(-1);
        say("Nothing found");
        return;
      }

      if (!asked.whole) {
        const all = entries().filter((each) => inFilters(each, filters));
        if (filtered) {
          const sorted = all.sort((a, b) => a.name.localeCompare(b.name, "en")).slice(0, 100);
          if (sorted.length) list.append(group("find--names", all.length > 100 ? `The first 100 of ${all.length}` : "All of them", sorted.map((each) => nameOption(each, asked))));
          else notes.append(note(["There is none. Take a filter away."], true));
          say(told(counted(all.length, "name", "names")));
        } else {
          for (const kind of ["guide", "agent"]) {
            const some = all.filter((each) => each.kind === kind);
            if (some.length) list.append(group(`find--${kind}s`, capital(MANY[kind]), some.map((each) => nameOption(kind === "agent" ? { ...each, says: "" } : each, asked))));
          }
          say("");
        }
        if (!served) notes.append(offline());
        choose(0);
        return;
      }

      const named = nameHits(asked, filters, LIMIT);
      const shown = new Set(named.entries.map((each) => each.url));
      if (named.entries.length) {
        const more = named.total > LIMIT ? `Names \u2013 the best ${LIMIT} of ${named.total}` : "Names";
        list.append(group("find--names", more, named.entries.map((each) => nameOption(each, asked))));
      }
      choose(0);
      say(told(counted(named.total, "name", "names")));

      if (!served) {
        notes.append(offline());
        if (!hits.length) notes.prepend(nothing(filtered));
        return;
      }
      const words = asked.plain.replace(/\./g, " ");
      let texts;
      try {
        texts = await textHits(words, filters, shown);
      } catch (problem) {
        if (mine !== turn) return;
        notes.append(note(["The full text could not be loaded; only names are searched."]));
        if (!hits.length) notes.prepend(nothing(filtered));
        return;
      }
      if (mine !== turn || texts === null) return;
      if (texts.length) {
        const options = texts.map((each) => {
          const entry = byUrl(each.url);
          const title = entry && entry.kind === "operation" ? [make("span", { class: "hit-of" }, `${entry.group}.`), entry.name] : [entry ? entry.name : each.title];
          const line = make("span", { class: "hit-line" }, make("span", { class: "hit-name" }, ...title));
          return option(each.url, entry ? entry.kind : "", line, make("span", { class: "hit-says long" }, ...excerptOf(each.excerpt, each.title)));
        });
        list.append(group("find--texts", "In the text", options));
        if (active < 0) choose(0);
      } else if (!hits.length) {
        notes.append(nothing(filtered));
      }
      say(told(`${counted(named.total, "name", "names")}, ${texts.length === TEXTS ? `${TEXTS} or more` : texts.length} in the text`));
    }

    function offline() {
      return note(["Opened from a disk, only names are searched. Through a web server the whole text is searched as well."]);
    }

    function nothing(filtered) {
      const example = (text) => make("code", null, text);
      return note(
        [
          "Nothing found. ", filtered ? "Take a filter away, or try " : "Try ", "fewer letters, the beginnings of words (",
          example("gce"), " for GetContactEntity), an agent and a name (", example("contact.getc"), "), or another word.",
        ],
        true
      );
    }

    let urls = null;
    function byUrl(url) {
      if (!urls) urls = new Map(entries().map((each) => [each.url, each]));
      return urls.get(url);
    }

    input.addEventListener("input", update);
    for (const each of Object.values(selects)) each.addEventListener("change", update);
    clear.addEventListener("click", () => {
      for (const each of Object.values(selects)) each.value = "";
      input.focus();
      update();
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target !== dialog) return;
      const box = dialog.getBoundingClientRect();
      const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
      if (outside) dialog.close();
    });
    // A click on a result must not take the focus from the field, nor leave the dialog open on this page.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      if (event.target.closest(".hit") && !event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
      if (event.key in moves && !event.altKey && hits.length) {
        event.preventDefault();
        const by = moves[event.key];
        const around = Math.abs(by) === 1;
        choose(around ? (active + by + hits.length) % hits.length : active + by);
      } else if (event.key === "Enter" && hits[active]) {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) window.open(hits[active].href, "_blank", "noopener");
        else hits[active].click();
      }
    });

    return {
      open() {
        if (dialog.open) return;
        dialog.showModal();
        input.focus();
        input.select();
        update();
        if (served) fullText().catch(() => {});
      },
    };
  }

  function openSearch() {
    if (!search) search = makeSearch();
    search.open();
  }

  // --- The list beside the page -----------------------------------------------------------

  function fillSide() {
    const side = document.querySelector(".side");
    const kind = page.kind === "agent" ? "operation" : page.kind;
    const of = names.kinds.indexOf(kind);
    if (!side || of < 0 || kind === "method") return;
    const group = kind === "operation" ? names.groups.indexOf(page.group) : -1;
    const items = names.items.filter((each) => each[2] === of && (group < 0 || each[3] === group));
    if (!items.length) return;
    const code = kind === "operation";
    const label = ([name, python]) => (code && python) || name;
    if (kind !== "guide") items.sort((a, b) => label(a).localeCompare(label(b), "en"));

    const list = make("ol");
    let current = null;
    for (const item of items) {
      const link = make("a", { href: new URL(item[5], root).href, title: label(item).length > 30 ? label(item) : undefined }, label(item));
      const line = make("li", null, link);
      if (item[5] === page.page) {
        link.setAttribute("aria-current", "page");
        current = link;
        const inner = kind === "resource" || kind === "guide" ? sectionsOf() : null;
        if (inner) line.append(inner);
      }
      list.append(line);
    }
    const agent = code && names.items.find((each) => each[2] === names.kinds.indexOf("agent") && each[3] === group);
    const what = counted(items.length, kind, MANY[kind]);
    const head = make("p", { class: "side-head" }, agent ? make(page.kind === "agent" ? "strong" : "a", page.kind === "agent" ? null : { href: new URL(agent[5], root).href }, page.group) : "", agent ? ` \u00b7 ${what}` : capital(what));
    const body = make("div", { class: "side-body", id: "side--body" }, head);
    if (items.length > 8) {
      body.append(sieve({ lines: [...list.children], label: `Filter the ${MANY[kind]} beside this page`, link: (line) => line.querySelector("a") }));
    }
    body.append(list);
    const toggle = make("button", { type: "button", class: "side-toggle", "aria-expanded": "false", "aria-controls": "side--body" }, "Beside this page", make("span", null, agent ? `${page.group}, ${what}` : what));
    toggle.addEventListener("click", () => {
      const open = toggle.getAttribute("aria-expanded") !== "true";
      toggle.setAttribute("aria-expanded", String(open));
      if (open) reveal();
    });
    side.classList.toggle("of-code", code);
    side.append(toggle, body);

    function reveal() {
      if (!current) return;
      if (list.scrollHeight > list.clientHeight + 1) {
        list.scrollTop += current.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
      }
    }
    reveal();
  }

  function sectionsOf() {
    const heads = [...main.querySelectorAll("h2[id]")];
    if (heads.length < 2) return null;
    const list = make("ol");
    for (const head of heads) {
      const words = [...head.childNodes].filter((each) => !(each.classList && each.classList.contains("anchor"))).map((each) => each.textContent).join("").trim();
      list.append(make("li", null, make("a", { href: `#${head.id}` }, words)));
    }
    return list;
  }

  // --- Filters over lists and tables ------------------------------------------------------

  let firstSieve = null; // the one in the page, else the one beside it

  function sieve({ lines, label, link }) {
    const count = make("span", { class: "sieve-count", role: "status" });
    const input = make("input", { type: "search", "aria-label": label, placeholder: "Filter", autocomplete: "off", spellcheck: "false" });
    let keys = null;
    const sections = [];

    function apply() {
      if (!keys) {
        keys = lines.map((line) => {
          const own = link(line);
          const text = line.textContent.toLowerCase();
          return { name: new Key(own ? own.textContent : ""), flat: flatOf(text), text };
        });
      }
      const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const flats = words.map(flatOf);
      let left = 0;
      lines.forEach((line, at) => {
        const key = keys[at];
        const stays = words.every((word, which) => {
          if (!flats[which]) return key.text.includes(word);
          return key.flat.includes(flats[which]) || (within(flats[which], key.name.flat) && humps(flats[which], key.name) !== null);
        });
        line.hidden = !stays;
        if (stays) left++;
      });
      for (const each of sections) each(words.length > 0);
      count.textContent = words.length ? `${left} of ${lines.length}` : "";
    }

    input.addEventListener("input", apply);
    input.addEventListener("keydown", (event) => {
      const first = lines.find((line) => !line.hidden);
      const target = first && link(first);
      if (event.key === "Enter" && target && input.value) target.click();
      else if (event.key === "ArrowDown" && target) {
        event.preventDefault();
        target.focus();
      } else if (event.key === "Escape") {
        if (!input.value) input.blur();
        input.value = "";
        apply();
        event.preventDefault();
      }
    });
    // A link to a line that was filtered away brings it back.
    addEventListener("hashchange", () => {
      const target = document.querySelector(":target");
      if (target && lines.includes(target) && target.hidden) {
        input.value = "";
        apply();
        target.scrollIntoView();
      }
    });
    const box = make("div", { class: "sieve" }, input, count);
    box.sieveInput = input;
    return box;
  }

  // Up and down from link to link in a list, and from its first one back into the filter.
  function walk(event) {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.altKey || event.ctrlKey || event.metaKey) return;
    const line = event.target.closest("li, tr");
    if (!line || event.target.tagName !== "A") return;
    const forth = event.key === "ArrowDown";
    let next = line;
    do next = forth ? next.nextElementSibling : next.previousElementSibling;
    while (next && next.hidden);
    const target = next ? next.querySelector("a") : null;
    if (target) target.focus();
    else if (!forth && event.currentTarget.sieveInput) event.currentTarget.sieveInput.focus();
    else return;
    event.preventDefault();
  }

  function addSieves() {
    for (const list of main.querySelectorAll("ul.index")) {
      if (list.children.length <= 20) continue;
      const box = sieve({ lines: [...list.children], label: "Filter this list", link: (line) => line.querySelector("a") });
      list.before(box);
      list.sieveInput = box.sieveInput;
      list.addEventListener("keydown", walk);
      firstSieve = firstSieve || box.sieveInput;
    }
    for (const fields of main.querySelectorAll("table.fields")) {
      const rows = [...fields.querySelectorAll("tbody > tr")];
      if (rows.length <= 20) continue;
      const head = fields.querySelector("th");
      const what = { Field: "fields", Member: "members", Parameter: "parameters" }[head && head.textContent] || "rows";
      const box = sieve({ lines: rows, label: `Filter the ${what}`, link: (row) => row.querySelector("td a, td code") });
      fields.before(box);
      firstSieve = firstSieve || box.sieveInput;
    }
    const side = document.querySelector(".side .sieve");
    if (side) {
      const list = side.parentNode.querySelector("ol");
      list.sieveInput = side.sieveInput;
      list.addEventListener("keydown", walk);
      firstSieve = firstSieve || side.sieveInput;
    }
    if (firstSieve) {
      firstSieve.setAttribute("aria-keyshortcuts", "t");
      firstSieve.after(make("kbd", { "aria-hidden": "true" }, "t"));
    }
  }

  // --- Copying ----------------------------------------------------------------------------

  async function copied(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch (refused) {
        // the older way, then
      }
    }
    const field = make("textarea", { class: "unseen", "aria-hidden": "true" });
    field.value = text;
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (before) before.focus();
    return done;
  }

  function addCopying() {
    const told = make("div", { class: "unseen", role: "status" });
    document.body.append(told);
    for (const pre of main.querySelectorAll("pre.example, pre.message")) {
      const button = make("button", { type: "button", class: "copy" }, "Copy");
      const box = make("div", { class: "code" });
      pre.replaceWith(box);
      box.append(pre, button);
      button.addEventListener("click", async () => {
        const done = await copied(pre.textContent);
        button.textContent = done ? "Copied" : "Not allowed";
        button.classList.add("done");
        told.textContent = done ? "Copied" : "The browser does not allow copying";
        setTimeout(() => {
          button.textContent = "Copy";
          button.classList.remove("done");
          told.textContent = "";
        }, 1600);
      });
    }
  }

  // --- Colours of code --------------------------------------------------------------------

  const PYTHON = new RegExp(
    [
      /(?<remark>#[^\n]*)/,
      /(?<text>(?:\b[rbfuRBFU]{1,2})?(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))/,
      /(?<number>\b(?:None|True|False|\d[\w.]*)\b)/,
      /(?<word>\b(?:and|as|assert|async|await|break|case|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|match|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b|@[\w.]+)/,
      /(?<key>\b[a-z_]\w*(?==(?!=)))/,
      /(?<name>\b\w+(?=\())/,
    ].map((each) => each.source).join("|"),
    "g"
  );
  const JSONS = /(?<key>"(?:\\.|[^"\\\n])*"(?=\s*:))|(?<text>"(?:\\.|[^"\\\n])*")|(?<number>-?\b\d[\d.eE+-]*\b|\b(?:true|false|null)\b)/g;
  const XML = /(?<remark><!--[^]*?-->|<\?[^]*?\?>)|(?<tag><\/?[\w:.-]+(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*\/?>)/g;
  const TAG = /(?<name><\/?[\w:.-]+|\/?>)|(?<text>"[^"]*"|'[^']*')|(?<key>[\w:.-]+)/g;
  const HTTP = /^(?<word>[A-Z]+(?= \/)|HTTP\/[\d.]+)|(?<number>\b\d{3} [A-Z][\w -]*$)|^(?<key>[\w-]+(?=:))/gm;

  function* tokens(text, language) {
    if (language.startsWith("http")) {
      const blank = text.indexOf("\n\n");
      const end = blank < 0 ? text.length : blank;
      yield* simple(text.slice(0, end), HTTP, 0);
      const rest = language.slice(5);
      if (blank >= 0 && rest) {
        for (const [name, from, to] of tokens(text.slice(end), rest)) yield [name, from + end, to + end];
      }
    } else if (language === "python") yield* simple(text, PYTHON, 0);
    else if (language === "json") yield* simple(text, JSONS, 0);
    else if (language === "xml") {
      for (const found of text.matchAll(XML)) {
        if (found.groups.remark) yield ["remark", found.index, found.index + found[0].length];
        else yield* simple(found[0], TAG, found.index);
      }
    }
  }

  function* simple(text, pattern, offset) {
    for (const found of text.matchAll(pattern)) {
      for (const name in found.groups) {
        if (found.groups[name] !== undefined) {
          yield [name, offset + found.index, offset + found.index + found[0].length];
          break;
        }
      }
    }
  }

  function colour(code, language) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let length = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      nodes.push({ node, from: length, linked: Boolean(node.parentElement.closest("a")) });
      length += node.length;
    }
    if (!length || length > 200000) return;
    let at = 0;
    for (const [name, from, to] of tokens(code.textContent, language)) {
      while (at < nodes.length - 1 && nodes[at].from + nodes[at].node.length <= from) at++;
      const { node, from: start, linked } = nodes[at];
      if (linked || to > start + node.length) continue; // links keep their colour
      const range = new StaticRange({ startContainer: node, startOffset: from - start, endContainer: node, endOffset: to - start });
      CSS.highlights.get(`code-${name}`).add(range);
    }
  }

  function addColours() {
    if (!window.Highlight || !CSS.highlights || !window.IntersectionObserver) return;
    for (const name of ["word", "text", "number", "name", "key", "remark"]) CSS.highlights.set(`code-${name}`, new Highlight());
    const languages = new Map();
    // Only what comes into sight; what is folded away waits until it is opened.
    const sight = new IntersectionObserver(
      (seen) => {
        for (const { target, isIntersecting } of seen) {
          if (!isIntersecting) continue;
          sight.unobserve(target);
          colour(target.querySelector("code") || target, languages.get(target));
        }
      },
      { rootMargin: "400px" }
    );
    for (const pre of main.querySelectorAll("pre")) {
      const code = pre.querySelector("code");
      const named = code && /(?:^|\s)language-([\w-]+)/.exec(code.className);
      const language = pre.dataset.language || (named ? named[1] : pre.classList.contains("signature") ? "python" : "");
      if (!language) continue;
      languages.set(pre, language);
      sight.observe(pre);
    }
  }

  // --- Small things -----------------------------------------------------------------------

  const THEMES = ["auto", "light", "dark"];

  function addTheme() {
    const button = document.querySelector(".theme-switch");
    if (!button) return;
    const told = { auto: "as the system", light: "light", dark: "dark" };
    const now = () => html.dataset.theme || "auto";
    const next = () => THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length];
    const label = () => {
      button.dataset.now = now();
      const words = `Colours: ${told[now()]}. Switch to ${told[next()]}`;
      button.setAttribute("aria-label", words);
      button.title = words;
    };
    const apply = (theme) => {
      if (theme === "light" || theme === "dark") html.dataset.theme = theme;
      else delete html.dataset.theme;
      label();
    };
    button.addEventListener("click", () => {
      const theme = next();
      apply(theme);
      try {
        if (theme === "auto") localStorage.removeItem("reference-colours");
        else localStorage.setItem("reference-colours", theme);
      } catch (refused) {
        // then it holds for this page
      }
    });
    addEventListener("storage", (event) => {
      if (event.key === "reference-colours") apply(event.newValue);
    });
    label();
  }

  // Long names may break between their words.
  function soften(element, length) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      if (node.data.length < length) continue;
      const parts = node.data.replace(/([a-z0-9])(?=[A-Z])|([_./])(?=\w)/g, "$&\u0000").split("\u0000");
      if (parts.length > 1) node.replaceWith(...parts.flatMap((part, at) => (at ? [make("wbr"), part] : [part])));
    }
  }

  function addKeys() {
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openSearch();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key === "/") {
        event.preventDefault();
        openSearch();
      } else if (event.key === "t" && firstSieve && firstSieve.offsetParent) {
        event.preventDefault();
        firstSieve.focus({ preventScroll: true });
        firstSieve.select();
        firstSieve.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      }
    });
    for (const each of document.querySelectorAll(".search-open")) {
      each.setAttribute("aria-keyshortcuts", "/ Control+K");
      each.addEventListener("click", openSearch);
    }
  }

  // Everything is on paper, what is folded as well.
  function addPrinting() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details:not([open])")];
      for (const each of opened) each.open = true;
    });
    addEventListener("afterprint", () => {
      for (const each of opened) each.open = false;
    });
  }

  if (page.kind === "home") {
    const lead = main.querySelector(".lead");
    if (lead) lead.after(make("button", { type: "button", class: "search-open large" }, served ? `Search ${names.items.length} names and all texts` : `Search ${names.items.length} names`, make("kbd", null, "/")));
  }
  fillSide();
  addSieves();
  addCopying();
  addColours();
  addTheme();
  addKeys();
  addPrinting();
  for (const each of main.querySelectorAll("h1, .fields td:first-child, .fields .type")) soften(each, 12);
  for (const each of main.querySelectorAll(".index a")) soften(each, 30);
  // Whoever scrolls with the keyboard must be able to reach what scrolls.
  for (const each of main.querySelectorAll("pre:not([tabindex]), .prose > table")) {
    if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
  }
  const section = document.querySelector(".sections [aria-current]");
  if (section) section.parentNode.scrollLeft = section.offsetLeft - section.parentNode.offsetLeft - section.parentNode.clientWidth / 2 + section.offsetWidth / 2;
  for (const each of document.querySelectorAll(".tools")) each.hidden = false;
})();
