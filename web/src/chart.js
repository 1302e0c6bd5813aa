// The interactive chart: pan, zoom, fold and unfold, search, before and after. Names are only ever set as text.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { place } from "./layout.js";
import { folded, wrap } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";
const FONT = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif";
const SIZE = 12, LINE = 15, PAD = 7, STRIP = 7, WIDE = 190, TAB = 9, BUS = 17;
const FIRST = 60;      // boxes unfolded at the beginning, about
const MOST_SHOWN = 80; // changed units up to which they are unfolded at the beginning
const SIMPLE = 900;    // boxes in sight beyond which they are drawn without text
const LEGIBLE = 0.28;  // scale below which text is left out

function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function html(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function nodesOf(rows) {
  const nodes = rows.map(([id, name, parent, details, block, status, badge]) => ({
    id, name, details, block, status, badge, above: parent, children: [], parent: null, unfolded: false, count: 0,
  }));
  const roots = [];
  for (const node of nodes) {
    if (node.above < 0) roots.push(node);
    else { node.parent = nodes[node.above]; node.parent.children.push(node); }
  }
  for (let n = nodes.length - 1; n >= 0; n--) {
    if (nodes[n].parent) nodes[n].parent.count += nodes[n].count + 1;
  }
  return { nodes, roots };
}

function unfoldFirst(roots) {
  let shown = roots.length, level = roots;
  while (level.length) {
    const next = level.flatMap((node) => node.children);
    if (!next.length || (shown + next.length > FIRST && shown > 1 && level !== roots)) return;
    for (const node of level) node.unfolded = node.children.length > 0;
    shown += next.length;
    level = next;
  }
}

/** Shows the chart of `data` in `host`; gives functions to steer it. `options.onSelect` hears the id of a box clicked. */
export function mount(host, data, options = {}) {
  const words = data.words;
  const states = data.states.map((state) => ({ ...state, ...nodesOf(state.units) }));
  for (const state of states) {
    unfoldFirst(state.roots);
    const changed = state.nodes.filter((node) => node.badge);
    if (changed.length > MOST_SHOWN) continue;
    for (const node of changed) for (let up = node.parent; up; up = up.parent) up.unfolded = true;
  }
  const looks = data.looks;
  let current = Math.max(0, states.findIndex((state) => state.key === data.shown));
  let order = [], transform = zoomIdentity, chosen = null, hits = [], hit = -1;

  host.classList.add("orgchart");
  const bar = html("div", { class: "bar" });
  const stage = html("div", { class: "stage" });
  host.replaceChildren(bar, stage);
  const svg = element("svg", { class: "chart", role: "tree", "aria-label": data.title, tabindex: "0" });
  const patterns = element("defs", {});
  const scene = element("g", {});
  const lines = element("path", { class: "lines" });
  const simple = element("g", {});
  const boxes = element("g", {});
  scene.append(lines, simple, boxes);
  svg.append(patterns, scene);
  stage.append(svg);

  // ---- bar: search, before and after, fold -------------------------------------------------------------------------
  const search = html("input", { type: "search", placeholder: words.search, "aria-label": words.search });
  const found = html("output", { class: "found", "aria-live": "polite" });
  bar.append(search, found);
  if (states.length > 1) {
    const group = html("span", { class: "states", role: "radiogroup", "aria-label": words.state });
    states.forEach((state, number) => {
      const button = html("button", { type: "button", role: "radio" });
      button.textContent = state.label;
      button.addEventListener("click", () => show(number));
      state.button = button;
      group.append(button);
    });
    bar.append(group);
  }
  for (const [label, act] of [
    [words.unfold, () => fold(true)], [words.fold, () => fold(false)], [words.fit, () => fit()],
  ]) {
    const button = html("button", { type: "button" });
    button.textContent = label;
    button.addEventListener("click", act);
    bar.append(button);
  }

  // ---- drawing -----------------------------------------------------------------------------------------------------
  function measure(node) {
    if (node.lines) return;
    const room = WIDE - 2 * PAD - STRIP;
    node.lines = wrap(node.name, room, `bold ${SIZE}px ${FONT}`).map((text) => ({ text, bold: true }));
    if (node.badge) node.lines.unshift({ text: node.badge, badge: true });
    for (const detail of node.details) {
      node.lines.push(...wrap(detail, room, `${SIZE}px ${FONT}`).map((text) => ({ text })));
    }
    node.width = WIDE;
    node.height = node.lines.length * LINE + 2 * PAD + (node.children.length ? TAB : 0);
  }

  function layout() {
    const state = states[current];
    const unfolded = (node) => (node.unfolded ? node.children : []);
    const waiting = [...state.roots];
    while (waiting.length) {
      const node = waiting.pop();
      measure(node);
      waiting.push(...unfolded(node));
    }
    order = place(state.roots, unfolded);
  }

  /** Draws the lines that cross what is in sight. */
  function connect(left, right, top, low) {
    let d = "";
    for (const node of order) {
      const up = node.parent;
      if (!up || node.y < top || up.y > low) continue;
      const bottom = up.y + up.height, near = Math.min(node.x, up.x) - WIDE, far = Math.max(node.x, up.x) + WIDE;
      if (far < left || near > right) continue;
      if (node.hang !== null) d += `M${node.hang} ${bottom}V${node.y + node.height / 2}H${node.x - node.width / 2}`;
      else d += `M${up.x} ${bottom}V${node.y - BUS}H${node.x}V${node.y}`;
    }
    lines.setAttribute("d", d);
  }

  function draw() {
    const wide = stage.clientWidth || 800, high = stage.clientHeight || 600, { x, y, k } = transform;
    const left = -x / k - WIDE, right = (wide - x) / k + WIDE, top = -y / k - 300, low = (high - y) / k + 60;
    const seen = order.filter(
      (node) => node.x + node.width / 2 > left && node.x - node.width / 2 < right && node.y < low && node.y + node.height > top,
    );
    connect(left, right, top, low);
    scene.setAttribute("transform", `translate(${x},${y}) scale(${k})`);
    if (seen.length > SIMPLE || k < LEGIBLE) {
      const paths = new Map();
      for (const node of seen) {
        const part = `M${node.x - node.width / 2} ${node.y}h${node.width}v${node.height}h${-node.width}z`;
        paths.set(node.block, (paths.get(node.block) || "") + part);
      }
      simple.replaceChildren(...[...paths].map(([block, d]) => {
        const look = looks[block] || looks[""];
        return element("path", { d, fill: look.fill, stroke: look.ink });
      }));
      boxes.replaceChildren();
      return;
    }
    simple.replaceChildren();
    boxes.replaceChildren(...seen.map((node) => node.drawn || (node.drawn = box(node))));
    for (const node of seen) mark(node);
  }

  function box(node) {
    const look = looks[node.block] || looks[""];
    const group = element("g", { class: `box ${node.status}`, role: "treeitem", tabindex: "-1", "aria-label": node.name, "data-unit": node.id });
    group.append(element("title", {}, node.name));
    group.append(element("rect", { class: "frame", width: node.width, height: node.height, rx: 3, fill: look.fill, stroke: look.ink }));
    if (node.status === "moved") {
      group.append(element("rect", { class: "inner", x: 3, y: 3, width: node.width - 6, height: node.height - 6 }));
    }
    if (node.block) {
      group.append(element("rect", {
        width: STRIP, height: node.height, stroke: look.ink,
        fill: look.pattern === "solid" ? look.ink : `url(#${patternId(node.block)})`,
      }));
    }
    node.lines.forEach((line, number) => {
      const text = element("text", {
        x: (node.width + STRIP) / 2, y: PAD + LINE * number + 11.5,
        class: line.badge ? "badge" : line.bold ? "name" : "detail",
      });
      text.textContent = line.text;
      group.append(text);
    });
    if (node.children.length) {
      const knob = element("g", { class: "knob", transform: `translate(${node.width / 2},${node.height})` });
      const sign = element("text", { y: 4, class: "sign" });
      knob.append(element("circle", { r: TAB }), sign, element("title", {}, words.toggle));
      knob.addEventListener("click", (event) => { event.stopPropagation(); toggle(node); });
      group.append(knob);
      node.sign = sign;
    }
    group.addEventListener("click", () => choose(node, true));
    group.addEventListener("keydown", (event) => key(event, node));
    return group;
  }

  function mark(node) {
    const group = node.drawn;
    group.setAttribute("transform", `translate(${node.x - node.width / 2},${node.y})`);
    group.classList.toggle("chosen", node === chosen);
    group.classList.toggle("hit", hits.includes(node));
    if (node.children.length) {
      group.setAttribute("aria-expanded", String(node.unfolded));
      node.sign.textContent = node.unfolded ? "−" : node.count > 99 ? "+" : String(node.count);
    }
  }

  function patternId(block) {
    return `${prefix}-${Object.keys(looks).indexOf(block)}`;
  }

  function pattern(block, look) {
    const made = element("pattern", { id: patternId(block), width: 6, height: 6, patternUnits: "userSpaceOnUse" });
    made.append(element("rect", { width: 6, height: 6, fill: "#fff" }));
    const ink = { stroke: look.ink, "stroke-width": 1.4, fill: "none" };
    if (look.pattern === "dots") made.append(element("circle", { cx: 3, cy: 3, r: 1.5, fill: look.ink }));
    if (["hatch", "split", "cross"].includes(look.pattern)) made.append(element("path", { d: "M-1 7L7 -1", ...ink }));
    if (look.pattern === "cross") made.append(element("path", { d: "M-1 -1L7 7", ...ink }));
    return made;
  }

  // ---- acting ------------------------------------------------------------------------------------------------------
  function toggle(node) {
    const before = { x: node.x, y: node.y };
    node.unfolded = !node.unfolded;
    layout();
    const { x, y, k } = transform;  // what was clicked stays under the pointer
    move(zoomIdentity.translate(x + (before.x - node.x) * k, y + (before.y - node.y) * k).scale(k));
  }

  function fold(open) {
    for (const node of states[current].nodes) node.unfolded = open && node.children.length > 0;
    layout();
    fit();
  }

  function choose(node, tell) {
    chosen = node;
    draw();
    if (tell && options.onSelect) options.onSelect(node.id);
  }

  function reveal(node) {
    for (let up = node.parent; up; up = up.parent) up.unfolded = true;
    layout();
    const k = Math.max(transform.k, 0.8);
    move(zoomIdentity.translate(stage.clientWidth / 2 - node.x * k, stage.clientHeight / 2 - (node.y + node.height / 2) * k).scale(k));
    choose(node, false);
  }

  function show(number) {
    const middle = chosen && chosen.id;
    current = number;
    states.forEach((state, n) => state.button && state.button.setAttribute("aria-checked", String(n === number)));
    const unfolded = new Set(states.flatMap((state) => state.nodes.filter((node) => node.unfolded).map((node) => node.id)));
    for (const node of states[current].nodes) node.unfolded = node.children.length > 0 && unfolded.has(node.id);
    chosen = states[current].nodes.find((node) => node.id === middle) || null;
    layout();
    look(search.value);
    draw();
  }

  function look(query) {
    const wanted = folded(query.trim());
    hits = wanted ? states[current].nodes.filter((node) => (node.fold ||= folded(node.name)).includes(wanted)) : [];
    hit = -1;
    found.textContent = wanted ? words.found.replace("{0}", hits.length) : "";
  }

  function next(step) {
    if (!hits.length) return;
    hit = (hit + step + hits.length) % hits.length;
    found.textContent = `${hit + 1}/${hits.length}`;
    reveal(hits[hit]);
  }

  function key(event, node) {
    const siblings = node.parent ? node.parent.children : states[current].roots;
    const place = siblings.indexOf(node);
    const go = {
      ArrowUp: node.parent, ArrowDown: node.unfolded ? node.children[0] : null,
      ArrowLeft: siblings[place - 1], ArrowRight: siblings[place + 1],
    }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (node.children.length) toggle(node);
    } else if (go) {
      event.preventDefault();
      reveal(go);
    } else return;
    const target = go || node;
    if (target.drawn) target.drawn.focus({ preventScroll: true });
  }

  function fit() {
    if (!order.length) return;
    let left = Infinity, right = -Infinity, low = 0;
    for (const node of order) {
      left = Math.min(left, node.x - node.width / 2);
      right = Math.max(right, node.x + node.width / 2);
      low = Math.max(low, node.y + node.height);
    }
    const wide = stage.clientWidth || 800, high = stage.clientHeight || 600;
    const k = Math.min(1, (wide - 40) / (right - left), (high - 40) / low);
    const first = states[current].roots[0];
    const x = k < 0.35 ? wide / 2 - first.x * 0.8 : (wide - (left + right) * k) / 2;
    move(zoomIdentity.translate(x, 20).scale(k < 0.35 ? 0.8 : k));
  }

  const prefix = `strip${mount.count = (mount.count || 0) + 1}`;
  patterns.replaceChildren(...Object.entries(looks).map(([block, one]) => pattern(block, one)));
  const behaviour = zoom().scaleExtent([0.02, 4]).on("zoom", (event) => { transform = event.transform; draw(); });
  const target = select(svg);
  target.call(behaviour).on("dblclick.zoom", null);
  const move = (wanted) => target.call(behaviour.transform, wanted);

  search.addEventListener("input", () => { look(search.value); draw(); });
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") next(event.shiftKey ? -1 : 1); });
  states.forEach((state, n) => state.button && state.button.setAttribute("aria-checked", String(n === current)));
  layout();
  fit();
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(draw).observe(stage);
  return {
    show: (name) => show(states.findIndex((state) => state.key === name)),
    select: (id) => { const node = states[current].nodes.find((one) => one.id === id); if (node) reveal(node); },
    toggle: (id) => { const node = states[current].nodes.find((one) => one.id === id); if (node) toggle(node); },
  };
}
