// Editing without Python: what can be known of an edit from the page alone is checked and shown; the rest is for orgmodel check.

/** Answers the questions of the editor from the page's own data. */
export function offline(edit, rows, held, words) {
  let revision = 0, open = null;
  const done = [], undone = [];

  const problem = (id, text, ...values) => { throw [id, values.reduce((all, one, n) => all.replace(`{${n}}`, one), text)]; };
  const name = (id) => {
    const called = rows.has(id) ? rows.get(id).row[1] : id;
    return called !== id && [...rows].some(([other, one]) => other !== id && one.row[1] === called) ? `${called} (${id})` : called;
  };
  const there = (id) => (rows.has(id) ? id : problem(id, words["off-unknown"], id));
  const below = (id, other) => {
    for (let up = other; up; up = rows.get(up) && rows.get(up).up) if (up === id) return true;
    return false;
  };
  const of = (id) => (done.some(({ made }) => made.includes(id)) ? problem(id, words["off-made"], name(id)) : held(id) || {});
  const put = (id, { row, up, code }, status, badge) => [id, row[1], up, row[3], code, status, badge];
  const unsummed = (one) => ({ ...one, row: Object.assign(one.row.slice(), { 3: [] }) }); // what its box said is not so any more
  const children = (id) => [...rows].filter(([, one]) => one.up === id).map(([child]) => child);

  /** Gives a row for each head post of units that end, and what may become of it. */
  function surplus(units, kinds, kept) {
    const choices = kinds.map((key) => [`surplus ${key}`, words[`off-surplus-${key}`]]);
    const heads = units.flatMap((id) => (of(id).posts || []).map((post) => [id, ...post])).filter(([, id, , , rank]) => rank === "head" && id !== kept);
    return heads.map(([unit, id, title]) => [id, unit, `${words["off-surplus"]}: ${title}, ${name(unit)}`, choices]);
  }

  /** Gives the row that asks who heads a unit that begins. */
  function headRow(unit, called, posts) {
    const heads = posts.filter(([, , , rank, one]) => rank === "head" || one)
      .map(([post, title, , rank]) => [`head ${rank === "head" ? "keep" : "convert"} ${post}`, `${words[rank === "head" ? "off-keep" : "off-convert"]} ${title}`]);
    return [`head ${unit}`, unit, `${words["off-head"]}: ${called}`, [["head none", words["off-no-head"]], ...heads, ["head quota 1", words["off-quota"]]]];
  }

  /** Gives what is left to decide once a row is: who heads a merged unit tells which heads are left over. */
  function thenToDecide({ consolidate }, id, choice) {
    if (!consolidate || !id.startsWith("head ")) return [];
    const [, way, ...post] = choice.split(" ");
    return surplus(consolidate, ["deputy", "staff", "end"], way === "keep" && post.join(" "));
  }

  /** Gives what an operation leaves to be decided, each with its choices; what is decided stands in `open.choices`. */
  function toDecide(operation) {
    if (operation.absorb) return surplus(operation.absorb, ["deputy", "staff", "end"]);
    if (operation.dissolve) return surplus([operation.dissolve], ["end"]);
    if (operation.consolidate) {
      const { unit, names } = operation.into, posts = operation.consolidate.flatMap((id) => (of(id).posts || []).map(([post, title, ...more]) => [post, `${title}, ${name(id)}`, ...more]));
      return posts.some(([, , , rank]) => rank === "head") ? [headRow(unit, Object.values(names)[0], posts)] : [];
    }
    if (!operation.split_up) return [];
    const id = operation.split_up, has = of(id);
    const to = operation.into.map((one) => [`to ${one.unit.unit}`, Object.values(one.unit.names)[0]]);
    const lists = [
      ...["posts", "functions", "identities"].flatMap((kind) => (has[kind] || []).map((one) => [kind, one[0], one[1], kind === "functions" && one[3]])),
      ...(has.lines || []).map(([kind, end, said]) => ["lines", `${kind} ${end}`, said]),
      ...children(id).map((child) => ["children", child, name(child)]),
      ...(has.members ? [["members", "members", words["off-members"]]] : []),
      ...(has.quantities || []).map(([key, said]) => ["quantities", key, said]),
    ];
    const found = lists.map(([kind, key, said, both]) => [`${kind} ${key}`, id, said, both ? [...to, ["to both", words["off-both"]]] : to]);
    for (const { unit } of operation.into) found.push(headRow(unit.unit, Object.values(unit.names)[0], has.posts || []));
    for (const [kind, said] of has.incoming || []) {
      found.push([`incoming ${kind}`, id, `${words["off-incoming"]}: ${said}`, [...to, ["to both", words["off-both"]], ["to drop", words["off-drop"]]]]);
    }
    return found;
  }

  /** Puts what was decided into the operation, as a file says it. */
  function decided(operation, choices) {
    const whole = structuredClone(operation);
    if (!whole.split_up) {
      for (const [row, { choice, why }] of choices) {
        const [way, kind, ...post] = choice.split(" ");
        if (way === "head") whole.head = kind === "none" ? "none" : { [kind]: kind === "quota" ? 1 : post.join(" ") };
        else if (whole.dissolve) ((whole.ends ||= {}).posts ||= []).push(row);
        else (whole.surplus_heads ||= {})[row] = kind === "end" ? { end: true, why } : { convert: kind };
      }
      return whole;
    }
    const ids = (whole.into || []).map((one) => one.unit.unit);
    for (const [row, { choice }] of choices) {
      const [kind, ...rest] = row.split(" "), key = rest.join(" "), to = choice.split(" ").slice(1).join(" ");
      const takes = ids.includes(to) ? (whole.into[ids.indexOf(to)].takes ||= {}) : null;
      if (kind === "head") {
        const [way, ...post] = to.split(" ");
        whole.into[ids.indexOf(key)].head = way === "none" ? "none" : { [way]: way === "quota" ? 1 : post.join(" ") };
      } else if (kind === "incoming") {
        (whole.incoming ||= {})[key] = takes ? ids.indexOf(to) : to;
      } else if (kind === "members") {
        takes.members = "all";
      } else if (kind === "quantities") {
        (takes.quantities ||= {})[key] = "all";
      } else if (kind === "lines") {
        (takes.lines ||= []).push({ kind: key.slice(0, key.indexOf(" ")), to: key.slice(key.indexOf(" ") + 1) });
      } else if (!takes) {
        ((whole.both ||= {}).functions ||= []).push(key);
      } else {
        (takes[kind] ||= []).push(key);
      }
    }
    heads(whole);
    return whole;
  }

  /** Sees that the post that heads a part goes with it, and that a head that goes with a part heads it. */
  function heads(whole) {
    if (!whole.split_up) return;
    const rank = new Map((of(whole.split_up).posts || []).map((post) => [post[0], post[3]]));
    for (const one of whole.into) {
      const post = one.head && (one.head.keep || one.head.convert);
      if (!post) continue;
      for (const other of whole.into) if (other.takes && other.takes.posts) other.takes.posts = other.takes.posts.filter((id) => id !== post);
      ((one.takes ||= {}).posts ||= []).push(post);
    }
    for (const one of whole.into) {
      const head = ((one.takes || {}).posts || []).find((id) => rank.get(id) === "head");
      if (one.head === "none" && head) one.head = { keep: head };
    }
  }

  /** Gives the boxes that are otherwise after an operation, and those that are gone; refuses what cannot be. */
  function effect(op) {
    if ("transfer" in op) {
      const id = there(op.transfer), to = there(op.to);
      if (below(id, to)) problem(id, words["off-below"], name(id), name(to));
      const one = rows.get(id);
      if (one.up === to) problem(id, words["off-same"], name(id), name(to));
      return [[put(id, { ...one, up: to }, "moved", words["off-moved"])], []];
    }
    if ("rename" in op) {
      const id = there(op.rename), called = Object.values(op.names)[0];
      if (!called) problem(id, words["off-no-name"]);
      const one = rows.get(id), row = one.row.slice();
      row[1] = called;
      return [[put(id, { ...one, row }, "altered", words["off-renamed"])], []];
    }
    if ("absorb" in op || "dissolve" in op) {
      const [id] = [op.absorb || op.dissolve].flat(), to = there(op.into || op.gives_all);
      there(id);
      if (below(id, to)) problem(id, words["off-below"], name(id), name(to));
      if ("dissolve" in op && !op.why) problem(id, words["off-why"]);
      const target = rows.get(to);
      const moved = children(id).map((child) => put(child, { ...rows.get(child), up: to }, "moved", words["off-moved"]));
      return [[...moved, put(to, unsummed(target), "altered", words["off-merged"])], [id]];
    }
    const { split_off: stays } = op, gone = op.consolidate || [stays || op.split_up], first = rows.get(there(gone[0]));
    gone.forEach(there);
    const begun = (op.into.unit ? [{ unit: op.into }] : op.into).map(({ unit }) => unit);
    for (const unit of begun) if (!Object.values(unit.names)[0]) problem(gone[0], words["off-no-name"]);
    const up = first.up && gone.includes(first.up) ? problem(gone[0], words["off-below"], name(gone[1]), name(gone[0])) : first.up;
    const put2 = begun.map((unit) => [unit.unit, Object.values(unit.names)[0], up, [], first.code, "arriving", words["off-new"]]);
    const takers = new Map();
    for (const one of Array.isArray(op.into) ? op.into : []) for (const child of (one.takes && one.takes.children) || []) takers.set(child, one.unit.unit);
    const moved = gone.flatMap(children).filter((child) => !gone.includes(child))
      .map((child) => put(child, { ...rows.get(child), up: takers.get(child) || begun[0].unit }, "moved", words["off-moved"]));
    if (!stays) return [[...put2, ...moved], gone];
    of(stays); // not one that was changed on this page
    return [[...put2, ...moved.filter(([id]) => takers.has(id)), put(stays, unsummed(first), "altered", words["off-split"])], []];
  }

  const said = (op) => {
    const verb = Object.keys(op)[0], target = op.to || op.gives_all || (typeof op.into === "string" && op.into) || "";
    const begun = typeof op.into === "object" ? [op.into].flat().map((one) => Object.values((one.unit && one.unit.names) || one.names || {})[0]) : [];
    const to = [target && name(target), ...begun, ...(op.names ? Object.values(op.names) : [])].filter(Boolean).join(", ");
    return `${words[`off-verb-${verb}`]}: ${[op[verb]].flat().map(name).join(", ")} → ${to}`;
  };

  function carryOut(op) {
    const text = said(op), [put, gone] = effect(op);
    const ids = new Set([...put.map((row) => row[0]), ...gone]);
    const before = [...ids].map((id) => [id, rows.get(id)]);
    const made = [...put.map((row) => row[0]).filter((id) => !rows.has(id)), op.into, op.gives_all, op.split_off].filter((id) => typeof id === "string");
    done.push({ op, text, before, made });
    return { rows: put, gone };
  }

  function takeBack() {
    if (open) { open = null; return {}; }
    if (!done.length) problem("", words["off-nothing"]);
    const last = done.pop();
    undone.push(last.op);
    const back = last.before.filter(([, one]) => one).map(([id, one]) => [id, one.row[1], one.up, one.row[3], one.code, one.row[5], one.row[6]]);
    return { rows: back, gone: last.before.filter(([, one]) => !one).map(([id]) => id) };
  }

  function text() {
    const lines = [`# ${words["off-comment"]}`, `title: ${JSON.stringify({ [edit.language]: words["off-title"] })}`, "illustrative: true"];
    if (edit.includes.length) lines.push(`includes: ${JSON.stringify(edit.includes)}`);
    lines.push("steps:", "- id: edits", "  do:", ...done.map(({ op }) => `  - ${JSON.stringify(op)}`));
    return `${lines.join("\n")}\n`;
  }

  function act(question) {
    if (question.ask === "do") {
      if (open) problem("", words["off-open"]);
      const rest = toDecide(question.operation);
      effect(question.operation); // refused at once where it cannot be
      undone.length = 0;
      if (!rest.length) return carryOut(question.operation);
      open = { operation: question.operation, rest, choices: new Map() };
      return {};
    }
    if (question.ask === "decide") {
      if (question.choice.endsWith(" end") && !question.why && !open.operation.why) problem(question.id, words["off-why"]);
      open.choices.set(question.id, question);
      open.rest = [...open.rest.filter(([id]) => id !== question.id), ...thenToDecide(open.operation, question.id, question.choice)];
      if (open.rest.length) return {};
      const whole = decided(open.operation, open.choices);
      open = null;
      return carryOut(whole);
    }
    if (question.ask === "undo") return takeBack();
    if (!undone.length) problem("", words["off-nothing"]);
    return carryOut(undone.pop());
  }

  const told = () => ({ revision, redo: undone.length > 0 && !open, done: done.map((one) => one.text), undecided: open ? open.rest : [], measures: null });
  return {
    told,
    ask: async (question) => {
      if (question.ask === "text") return { text: text(), file: edit.file };
      try {
        const answer = act(question);
        revision++;
        return { ...answer, ...told() };
      } catch (found) {
        if (!Array.isArray(found)) throw found;
        return { problems: [found], ...told() };
      }
    },
  };
}
