// The panel at the side: one section at a time, each opened by a button of the bar.
import { button, html } from "./draw.js";

/** Makes the panel; `sections` are by name a title and what fills the body when it is opened or the chart changes. */
export function panelOf(words, id, sections, resized) {
  const title = html("h2", { id: `${id}-title`, tabindex: "-1" });
  const body = html("div", { class: "body" });
  const shut = button("×", () => open(null), { "aria-label": words.close, title: words.close, class: "shut" });
  const panel = html("section", { class: "panel", id, "aria-labelledby": `${id}-title` }, html("div", { class: "top" }, title, shut), body);
  panel.hidden = true;
  let current = null;
  const buttons = {};
  for (const [name, section] of Object.entries(sections)) {
    buttons[name] = button(section.title, () => open(current === name ? null : name), { "aria-expanded": "false", "aria-controls": id });
  }

  function open(name, into = false) {
    const was = current;
    current = name;
    panel.hidden = !name;
    for (const [key, one] of Object.entries(buttons)) one.setAttribute("aria-expanded", String(key === name));
    if (name) refresh(name);
    else if (was && panel.contains(document.activeElement)) buttons[was].focus();
    resized();
    if (into && name) (body.querySelector("button, select, input") || title).focus();
  }

  function refresh(name) {
    if (!current || (name && name !== current)) return;
    title.textContent = sections[current].title;
    const held = body.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    body.replaceChildren(...sections[current].fill());
    if (held) body.querySelector(`[data-keep="${CSS.escape(held)}"]`)?.focus();
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(null);
    event.stopPropagation();
  });
  return { panel, buttons: Object.values(buttons), open, refresh, current: () => current };
}

/** Gives a table of texts; the first cell of a row is its head, and a row whose other cells differ stands out. */
export function textTable(caption, heads, rows) {
  const head = (text, scope) => html(text ? "th" : "td", text ? { scope } : {}, text);
  return html("table", { class: "measures" }, html("caption", {}, caption), html("thead", {}, html("tr", {}, ...heads.map((one) => head(one, "col")))),
    html("tbody", {}, ...rows.map(([name, ...cells]) => html("tr", cells[1] !== undefined && cells[0] !== cells[1] ? { class: "differs" } : {},
      head(name, "row"), ...cells.map((one) => html("td", {}, one))))));
}

/** Gives the figures of a unit before and after, or as they are where there is one state; those of which nothing is known are left out. */
function figureParts(names, before, now, words) {
  const cells = names.map((name, at) => (before ? [name, before[at], now[at]] : [name, now[at]])).filter(([, ...told]) => told.some(Boolean));
  const heads = before ? ["", words["edit-before"], words["edit-after"]] : ["", words["edit-now"]];
  return cells.length ? [textTable(words.figures, heads, cells)] : [];
}

/** Gives a list of what the chosen unit says and holds; `figures` are the names of its figures, `before` what they were. */
export function unitParts(node, held, words, omitted, figures = [], before = null) {
  if (!node) return [html("p", {}, words["no-unit"])];
  const parts = [html("h3", {}, node.name)];
  if (node.badge) parts.push(html("p", { class: "said" }, node.badge));
  parts.push(html("p", { class: "quiet" }, node.id));
  if (node.details.length) parts.push(html("ul", {}, ...node.details.map((one) => html("li", {}, one))));
  if (omitted) parts.push(html("p", { class: "quiet" }, words["too-much"]));
  if (held && held.figures) parts.push(...figureParts(figures, before, held.figures, words));
  const list = (key, rows) => {
    if (!rows || !rows.length) return;
    const items = rows.map(([first, name, more]) => html("li", {}, ...told(first, name, more)));
    parts.push(html("details", { ...(rows.length < 30 && { open: "" }) }, html("summary", {}, `${words[key]} (${rows.length})`), html("ul", {}, ...items)));
  };
  const told = (first, name, more) => (more ? [name, html("small", {}, more)] : [name || first]);
  if (held) {
    list("posts", held.posts);
    list("functions", (held.functions || []).map(([id, name]) => [id, name]));
    list("relations", (held.lines || []).map(([, , said]) => [said, said]));
  }
  return parts;
}

/** Gives the choice of what boxes are coloured by, and its key, of which groups may be chosen. */
export function colourParts(colours, at, picked, words, sample, act) {
  const choice = html("select", { "aria-label": words["colour-by"], "data-keep": "colour" },
    ...colours.map((one, number) => html("option", { value: number, ...(number === at && { selected: "" }) }, one.name)));
  choice.addEventListener("change", () => act.colour(Number(choice.value)));
  const colour = colours[at];
  const groups = colour.order.map((number) => {
    const on = picked.has(number);
    const one = button("", () => act.pick(number), { "aria-pressed": String(on), class: "group", "data-keep": `group ${number}` });
    one.append(sample(colour.looks[number]), html("span", {}, colour.names[number]), html("span", { class: "count" }, String(act.count(number))));
    return html("li", {}, one);
  });
  const clear = button(words.all, () => act.pick(null), { "data-keep": "clear" });
  clear.disabled = !picked.size;
  return [
    html("label", {}, words["colour-by"], choice), html("p", { class: "quiet" }, words.filter),
    html("ul", { class: "groups" }, ...groups), clear, html("p", { "aria-live": "polite" }, picked.size ? act.told() : ""),
  ];
}

/** Gives the list of changes, each leading to its unit. */
export function changeParts(changes, chosen, words, go) {
  if (!changes.length) return [html("p", {}, words["no-changes"])];
  const items = changes.map((node) => {
    const one = button("", () => go(node), { class: `change ${node.status}`, "data-keep": `change ${node.status} ${node.id}` });
    if (chosen && node.id === chosen.id) one.setAttribute("aria-current", "true");
    one.append(html("span", {}, node.name), html("small", {}, node.badge));
    return html("li", {}, one);
  });
  return [html("ol", {}, ...items)];
}
