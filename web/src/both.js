// Before and after side by side: what changes and what it is under, as two outlines, with ribbons for what goes where.
import { element } from "./draw.js";

const INDENT = 22, GAP = 10, BETWEEN = 260;
const MOST_THICK = 22, LEAST_THICK = 1.5;

/** Gives a state of both outlines from the data of two; null where nothing changes. */
export function bothOf(data, words) {
  const [before, after] = data.states;
  if (!after || !(data.flows || []).length) return null;
  const keep = [new Set(), new Set()];
  const add = (side, number) => {
    for (let at = number; at >= 0 && !keep[side].has(at); at = data.states[side].units[at][2]) keep[side].add(at);
  };
  data.states.forEach(({ units }, side) => units.forEach((row, number) => { if (row[6]) add(side, number); }));
  for (const [start, end] of data.flows) {
    add(0, start);
    add(1, end);
  }
  const units = [], from = [], place = [new Map(), new Map()];
  [before, after].forEach((state, side) => {
    for (const number of [...keep[side]].sort((a, b) => a - b)) {
      const row = state.units[number].slice();
      row[2] = row[2] < 0 ? -1 : place[side].get(row[2]);
      place[side].set(number, units.length);
      from.push([side, number]);
      units.push(row);
    }
  });
  const flows = data.flows.map(([start, end, amount, said]) => ({ start: place[0].get(start), end: place[1].get(end), amount, said }));
  return { key: "both", label: words.both, units, lines: [], from, flows };
}

/** Places two outlines beside each other. */
export function placeBoth(roots, childrenOf) {
  const order = [], low = [0, 0];
  let wide = 0;
  const go = (node, deep) => {
    const side = node.from[0];
    node.x = deep * INDENT + node.width / 2;
    node.y = low[side];
    node.side = null;
    node.hang = deep ? (deep - 1) * INDENT + INDENT / 2 : null;
    low[side] += node.height + GAP;
    if (!side) wide = Math.max(wide, deep * INDENT + node.width);
    order.push(node);
    for (const child of childrenOf(node)) go(child, deep + 1);
  };
  for (const root of roots) go(root, 0);
  for (const node of order) {
    if (!node.from[0]) continue;
    node.x += wide + BETWEEN;
    if (node.hang !== null) node.hang += wide + BETWEEN;
  }
  return order;
}

/** Gives the ribbons between what is shown; `shown` gives the box that stands for a node. */
export function ribbons(flows, shown) {
  const most = Math.max(1, ...flows.map((one) => one.amount));
  const ends = new Map(), joined = new Map();
  for (const flow of flows) {
    const a = shown(flow.start), b = shown(flow.end);
    if (!a || !b) continue;
    const key = `${a.number} ${b.number}`;
    const one = joined.get(key) || { a, b, amount: 0, said: [] };
    one.amount += flow.amount;
    if (flow.said) one.said.push(flow.said);
    joined.set(key, one);
  }
  const found = [...joined.values()].map((one) => ({
    ...one, thick: Math.max(LEAST_THICK, (Math.min(one.amount, most) * MOST_THICK) / most),
  }));
  const sum = (node, thick) => ends.set(node, (ends.get(node) || 0) + thick + 1);
  for (const { a, b, thick } of found) { sum(a, thick); sum(b, thick); }
  const used = new Map();
  const at = (node, thick) => {
    const whole = ends.get(node), fit = Math.min(1, (node.height - 4) / whole), start = used.get(node) || 0;
    used.set(node, start + thick + 1);
    return node.y + node.height / 2 + (start + thick / 2 - whole / 2) * fit;
  };
  found.sort((one, other) => one.a.y - other.a.y || one.b.y - other.b.y);
  return found.map(({ a, b, thick, said }) => {
    const x0 = a.x + a.width / 2, x1 = b.x - b.width / 2, y0 = at(a, thick), y1 = at(b, thick), bend = (x1 - x0) / 2;
    const path = element("path", { class: "ribbon", d: `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`, "stroke-width": thick });
    const told = `${a.name} → ${b.name}${said.length ? `: ${said.join("; ")}` : ""}`;
    path.append(element("title", {}, told));
    return path;
  });
}
