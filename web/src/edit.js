// Editing: what is asked of a reader who splits, merges, moves, renames or ends a unit, and what came of it.
import { button, html } from "./draw.js";
import { textTable } from "./panel.js";
import { folded, rank } from "./text.js";

const MOST_FOUND = 20;

/** Makes an id of a name that no unit has yet. */
export function idOf(name, taken) {
  const stem = folded(name).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "unit";
  let id = stem, n = 1;
  while (taken(id)) id = `${stem}-${++n}`;
  return id;
}

/**
 * Makes the section; `ask` puts a question and gives the answer's promise, `chart` has chosen(), nodes(), has(id), holds(id),
 * take(answer), flag(id, text) and refresh().
 */
export function editorOf(words, edit, ask, chart) {
  let told = edit, problems = [], verb = null, busy = false, said = "";
  const { language } = edit;

  async function put(question) {
    if (busy) return;
    busy = true;
    problems = [];
    chart.flag(null);
    try {
      const answer = await ask({ ...question, revision: told.revision });
      if (answer.text !== undefined) return download(answer);
      said = answer.stale || "";
      problems = answer.problems || [];
      if (answer.revision !== undefined) told = { ...told, ...answer };
      if (!problems.length && !answer.stale) verb = null;
      if (answer.data) {
        told = { ...told, ...answer.data.edit };
        chart.renew(answer.data, said);
        return;
      }
      chart.take(answer);
      for (const [id, text] of problems.slice(0, 1)) chart.flag(id, text);
    } catch (error) {
      problems = [["", String(error && error.message ? error.message : error)]];
    } finally {
      busy = false;
      chart.refresh();
    }
  }

  function download({ text, file }) {
    const link = html("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  }

  /** Gives a field in which a unit is sought and chosen. */
  function unitField(label, not) {
    const search = html("input", { type: "search", "aria-label": `${label}: ${words.search}`, placeholder: words.search });
    const found = html("select", { size: 5, "aria-label": label });
    const fill = () => {
      const wanted = folded(search.value).split(/\s+/).filter(Boolean), ranked = [[], [], [], []];
      for (const node of chart.nodes()) {
        const at = node.id === not ? -1 : wanted.length ? rank(node.fold ||= folded(node.name), wanted) : 3;
        if (at >= 0 && ranked[at].length < MOST_FOUND) ranked[at].push(node);
      }
      const some = ranked.flat().slice(0, MOST_FOUND);
      const alike = (node) => some.some((other) => other !== node && other.name === node.name);
      found.replaceChildren(...some.map((node) => html("option", { value: node.id, title: node.id }, alike(node) ? `${node.name} (${node.id})` : node.name)));
      if (found.options.length) found.selectedIndex = 0;
    };
    search.addEventListener("input", fill);
    fill();
    return { element: html("div", { class: "field" }, html("span", {}, label), search, found), value: () => found.value };
  }

  const textField = (label, value = "") => {
    const input = html("input", { type: "text" });
    input.value = value;
    return { element: html("label", {}, label, input), value: () => input.value.trim() };
  };

  const named = (name) => ({ [language]: name });
  const blockField = () => {
    const choice = html("select", { "aria-label": words["edit-block"] },
      html("option", { value: "" }, words["edit-same-block"]), ...(edit.blocks || []).map(([key, text]) => html("option", { value: key }, text)));
    return { element: html("label", {}, words["edit-block"], choice), value: () => choice.value };
  };

  /** Gives what a unit holds to be ticked, as soon as it is told, and the choice of who heads what takes it. */
  function takesField(node) {
    const head = html("select", { "aria-label": words["edit-head"] }, html("option", { value: "none" }, words["edit-head-none"]),
      html("option", { value: "quota" }, words["edit-head-quota"]));
    const list = html("fieldset", {}, html("legend", {}, words["edit-takes"]));
    const ticked = [];
    const tick = (field, value, said) => {
      const input = html("input", { type: "checkbox" });
      ticked.push({ field, value, input });
      list.append(html("label", { class: "tick" }, input, ` ${said}`));
    };
    Promise.resolve(chart.holds(node.id)).then((held) => {
      const { posts = [], functions = [], identities = [], lines = [] } = held || {};
      const stays = posts.filter((post) => post[3] === "head").length === 1; // the head of what goes on stays with it
      for (const [id, title, details, rank, one] of posts) {
        if (rank === "head" && stays) continue;
        tick("posts", id, `${title} (${details})`);
        const way = rank === "head" ? "keep" : "convert";
        if (way === "keep" || one) head.append(html("option", { value: `${way} ${id}` }, words[`edit-head-${way}`].replace("{0}", title)));
      }
      for (const [id, title] of functions) tick("functions", id, title);
      for (const [id, title] of identities) tick("identities", id, title);
      for (const [kind, to, said] of lines) tick("lines", { kind, to }, said);
      for (const child of node.children) tick("children", child.id, child.name);
    });
    return {
      element: html("div", { class: "field" }, list, html("label", {}, words["edit-head"], head)),
      value: () => {
        const takes = {}, [way, ...post] = head.value.split(" "), id = post.join(" ");
        for (const { field, value, input } of ticked) if (input.checked || (field === "posts" && value === id)) (takes[field] ||= []).push(value);
        return { takes, head: id ? { [way]: id } : way === "quota" ? { quota: 1 } : "none" };
      },
    };
  }

  const forms = {
    move: (node) => {
      const to = unitField(words["edit-under"], node.id);
      return [[to], () => ({ transfer: node.id, to: to.value() })];
    },
    merge: (node) => {
      const to = unitField(words["edit-into"], node.id);
      return [[to], () => ({ absorb: [node.id], into: to.value() })];
    },
    unite: (node) => {
      const other = unitField(words["edit-with"], node.id), name = textField(words["edit-new-name"]);
      return [[other, name], () => ({
        consolidate: [node.id, other.value()], into: { unit: idOf(name.value(), chart.has), names: named(name.value()) },
      })];
    },
    split: (node) => {
      const fields = [1, 2].map((n) => [textField(`${words["edit-part"]} ${n}`, `${node.name} ${n}`), blockField()]);
      return [fields.flat(), () => {
        const taken = new Set(), into = [];
        for (const [name, block] of fields) {
          const id = idOf(name.value(), (one) => chart.has(one) || taken.has(one));
          taken.add(id);
          into.push({ unit: { unit: id, names: named(name.value()), ...(block.value() && { block: block.value() }) } });
        }
        return { split_up: node.id, into };
      }];
    },
    off: (node) => {
      const name = textField(words["edit-new-name"]), block = blockField(), takes = takesField(node);
      return [[name, block, takes], () => ({ split_off: node.id, into: [{
        unit: { unit: idOf(name.value(), chart.has), names: named(name.value()), ...(block.value() && { block: block.value() }) }, ...takes.value(),
      }] })];
    },
    rename: (node) => {
      const name = textField(words["edit-new-name"], node.name);
      return [[name], () => ({ rename: node.id, names: named(name.value()) })];
    },
    end: (node) => {
      const to = unitField(words["edit-receiver"], node.id), why = textField(words["edit-why"]);
      return [[to, why], () => ({ dissolve: node.id, gives_all: to.value(), children: to.value(), incoming: to.value(), why: why.value() })];
    },
  };

  function form(node) {
    const [fields, operation] = forms[verb](node);
    const made = html("form", { class: "edit-form", "aria-label": words[`edit-${verb}`] }, ...fields.map((one) => one.element),
      html("div", { class: "row" }, html("button", { type: "submit" }, words["edit-apply"]), button(words["edit-cancel"], () => { verb = null; chart.refresh(); })));
    made.addEventListener("submit", (event) => { event.preventDefault(); put({ ask: "do", operation: operation() }); });
    return made;
  }

  /** Gives what is left over, each with a choice; all that are chosen are decided one after the other. */
  function leftOver() {
    const rows = told.undecided.map(([id, unit, text, choices]) => {
      if (!choices) {
        const field = unitField(text, unit);
        return { element: html("li", {}, field.element), id, value: () => `to ${field.value()}` };
      }
      const choice = html("select", { "aria-label": text }, ...choices.map(([value, said]) => html("option", { value }, said)));
      const why = html("input", { type: "text", "aria-label": words["edit-why"], placeholder: words["edit-why"] });
      why.hidden = true;
      const ends = () => { why.hidden = !choice.value.endsWith(" end"); };
      choice.addEventListener("change", ends);
      ends();
      return { element: html("li", {}, html("span", {}, text), choice, why), id, value: () => choice.value, why: () => why.value.trim() };
    });
    const all = async () => {
      for (const row of rows) {
        await put({ ask: "decide", id: row.id, choice: row.value(), why: row.why ? row.why() : "" });
        if (problems.length || !told.undecided.length) break;
      }
    };
    return [
      html("h3", {}, words["edit-decide"]), html("ul", { class: "left" }, ...rows.map((row) => row.element)),
      html("div", { class: "row" }, button(words["edit-apply"], all, { class: "decide" }), button(words["edit-cancel"], () => put({ ask: "undo" }))),
    ];
  }

  function measures() {
    if (!told.measures) return [html("p", { class: "quiet" }, words["edit-needs-check"])];
    return [textTable(words["edit-measures"], ["", words["edit-before"], words["edit-after"], words["edit-change"]], told.measures)];
  }

  function fill() {
    const node = chart.chosen(), parts = [];
    if (said) parts.push(html("p", { role: "alert", class: "alert" }, said));
    for (const [, text] of problems) parts.push(html("p", { role: "alert", class: "alert" }, text));
    if (told.undecided.length) {
      parts.push(...leftOver());
    } else if (!node) {
      parts.push(html("p", {}, words["no-unit"]));
    } else {
      parts.push(html("h3", {}, node.name));
      const menu = Object.keys(forms).map((key) => button(words[`edit-${key}`], () => { verb = verb === key ? null : key; chart.refresh(); },
        { "aria-pressed": String(verb === key), "data-keep": `verb ${key}` }));
      parts.push(html("div", { class: "row", role: "group", "aria-label": words["edit-menu"] }, ...menu), html("p", { class: "quiet" }, words["edit-drag"]));
      if (verb) parts.push(form(node));
    }
    const undo = button(words["edit-undo"], () => put({ ask: "undo" }), { "data-keep": "undo" });
    const redo = button(words["edit-redo"], () => put({ ask: "redo" }), { "data-keep": "redo" });
    const file = button(words["edit-file"], () => put({ ask: "text" }), { "data-keep": "file" });
    undo.disabled = !told.done.length && !told.undecided.length;
    redo.disabled = !told.redo;
    parts.push(html("div", { class: "row" }, undo, redo, file), ...measures());
    parts.push(html("h3", {}, `${words["edit-done"]} (${told.done.length})`), html("ol", { class: "done" }, ...told.done.map((one) => html("li", {}, one))));
    return parts;
  }

  return {
    title: words["edit-title"], fill,
    drop: (id, to) => put({ ask: "do", operation: { transfer: id, to } }),
    tell: (text) => { said = text; },
  };
}
