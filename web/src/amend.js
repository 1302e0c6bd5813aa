// A state that changes: rows put, rows gone, and the state made anew from them, each unit under the one that it names.

/** Holds a state by ids; `codes` has the group of each unit, a character a unit. */
export function amendable(state, codes) {
  const rows = new Map();
  state.units.forEach((row, at) => rows.set(row[0], { row, up: row[2] < 0 ? null : state.units[row[2]][0], code: codes[at] }));
  let lines = state.lines.map(([kind, start, end]) => [kind, state.units[start][0], state.units[end][0]]);

  return {
    rows,
    /** Puts rows (id, name, id of the parent, details, code, status, badge), takes out `gone`, and gives the state and its codes. */
    apply: (put, gone) => {
      for (const id of gone) rows.delete(id);
      for (const [id, name, up, details, code, status, badge] of put) {
        rows.set(id, { row: [id, name, -1, details, "", status, badge], up, code });
      }
      const below = new Map();
      for (const [id, one] of rows) {
        const up = rows.has(one.up) ? one.up : null;
        if (!below.has(up)) below.set(up, []);
        below.get(up).push(id);
      }
      const units = [], place = new Map(), waiting = (below.get(null) || []).slice().reverse();
      let codes = "";
      while (waiting.length) {
        const id = waiting.pop(), { row, up, code } = rows.get(id);
        place.set(id, units.length);
        const made = row.slice();
        made[2] = place.has(up) ? place.get(up) : -1;
        units.push(made);
        codes += code;
        waiting.push(...(below.get(id) || []).slice().reverse());
      }
      lines = lines.filter(([, start, end]) => rows.has(start) && rows.has(end));
      return { state: { ...state, units, lines: lines.map(([kind, a, b]) => [kind, place.get(a), place.get(b)]) }, codes };
    },
  };
}
