// Elements of the chart. Names are only ever set as text.

const SVG = "http://www.w3.org/2000/svg";
export const FONT = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif";
export const SIZE = 12, LINE = 15, PAD = 7, STRIP = 7, WIDE = 190, TAB = 9, BUS = 17;
const TOUCH = 20; // radius within which a finger finds the knob

export function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function html(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(label, act, attributes = {}) {
  const made = html("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** Draws a box with its place at the origin; `stripFill` fills the strip of its group. */
export function box(node, id, look, stripFill, words, among) {
  const said = [node.name, node.badge, ...node.details].filter(Boolean).join(", ");
  const group = element("g", {
    class: `box ${node.status}`, id, role: "treeitem", "aria-label": said, "aria-level": node.level,
    "aria-posinset": node.place + 1, "aria-setsize": among, "data-unit": node.id,
  });
  const { width, height } = node;
  group.append(
    element("title", {}, node.name),
    element("rect", { class: "ring", x: -5, y: -5, width: width + 10, height: height + 10, rx: 6 }),
    element("rect", { class: "frame", width, height, rx: 3, fill: look.fill, stroke: look.ink }),
  );
  if (node.status === "moved") {
    group.append(element("rect", { class: "inner", x: 3, y: 3, width: width - 6, height: height - 6 }));
  }
  const striped = look.pattern !== "empty";
  if (striped) group.append(...strip(height, look, stripFill));
  node.lines.forEach((line, number) => {
    const kind = line.badge ? "badge" : line.bold ? "name" : "detail";
    group.append(element("text", { x: (width + (striped ? STRIP : 0)) / 2, y: PAD + LINE * number + 11.5, class: kind }, line.text));
  });
  if (node.children.length) {
    node.sign = element("text", { y: 4, class: "sign" });
    node.knob = element("g", { class: "knob", transform: `translate(${width / 2},${height})`, "aria-hidden": "true" },
      element("circle", { class: "touch", r: TOUCH }), element("circle", { r: TAB }), node.sign,
      element("title", {}, words.toggle));
    group.append(node.knob);
  }
  return group;
}

/** Draws a sample of a group for a key. */
export function sampleOf(look) {
  const id = `sample${(sampleOf.count = (sampleOf.count || 0) + 1)}`;
  const svg = element("svg", { class: "sample", width: 26, height: 16, "aria-hidden": "true" });
  const fill = look.pattern === "solid" ? look.ink : `url(#${id})`;
  svg.append(element("defs", {}, pattern(id, look)), element("rect", { x: 0.5, y: 0.5, width: 25, height: 15, rx: 2, fill: look.fill, stroke: look.ink }));
  if (look.pattern !== "empty") svg.append(...strip(16, look, fill));
  return svg;
}

/** Gives the strip that tells a group; a meter is solid up to a fifth, and hatched to where it may reach. */
function strip(height, look, fill) {
  const whole = { width: STRIP, height, stroke: look.ink };
  if (!look.pattern.startsWith("meter")) return [element("rect", { ...whole, fill })];
  const [low, high] = look.pattern.split("-").slice(1).map((part) => (Number(part) * height) / 5);
  return [
    element("rect", { ...whole, fill: "#fff" }),
    element("rect", { ...whole, y: height - high, height: high, fill }),
    element("rect", { ...whole, y: height - low, height: low, fill: look.ink }),
  ];
}

export function pattern(id, look) {
  const height = look.pattern === "split" ? 14 : 6; // of two blocks: solid and hatched by turns
  const made = element("pattern", { id, width: 6, height, patternUnits: "userSpaceOnUse" });
  made.append(element("rect", { width: 6, height, fill: "#fff" }));
  const ink = { stroke: look.ink, "stroke-width": 1.4, fill: "none" };
  if (look.pattern === "dots") made.append(element("circle", { cx: 3, cy: 3, r: 1.5, fill: look.ink }));
  if (/^(hatch|split|cross|meter)/.test(look.pattern)) made.append(element("path", { d: "M-1 7L7 -1", ...ink }));
  if (look.pattern === "split") made.append(element("rect", { y: 6, width: 6, height: 8, fill: look.ink }));
  if (/^(back|cross)/.test(look.pattern)) made.append(element("path", { d: "M-1 -1L7 7", ...ink }));
  if (look.pattern === "bars") made.append(element("path", { d: "M0 3H6", ...ink }));
  return made;
}

/** Gives the way of the chart's own line from a parent to its child. */
export function lineTo(node) {
  const up = node.parent, bottom = up.y + up.height;
  if (node.hang !== null) return `M${node.hang} ${bottom}V${node.y + node.height / 2}H${node.x - node.width / 2}`;
  if (node.side !== null) return `M${up.x} ${bottom}V${bottom + BUS}H${node.side}V${node.y - BUS}H${node.x}V${node.y}`;
  return `M${up.x} ${bottom}V${node.y - BUS}H${node.x}V${node.y}`;
}

/** Gives a curve from the side of one box to the side of another that faces it. */
export function curve(a, b) {
  const ay = a.y + a.height / 2, by = b.y + b.height / 2, dx = b.x - a.x, dy = by - ay;
  if (Math.abs(a.y - b.y) < 60 && Math.abs(dx) > 2 * a.width) { // over what stands between
    const over = Math.min(a.y, b.y) - 24 - Math.min(60, Math.abs(dx) / 20);
    return `M${a.x + a.width / 4} ${a.y}C${a.x} ${over} ${b.x} ${over} ${b.x + b.width / 4} ${b.y}`;
  }
  if (Math.abs(dx) > a.width) {
    const side = Math.sign(dx), x0 = a.x + (side * a.width) / 2, x1 = b.x - (side * b.width) / 2, bend = side * Math.max(40, Math.abs(dx) / 4);
    return `M${x0} ${ay}C${x0 + bend} ${ay} ${x1 - bend} ${by} ${x1} ${by}`;
  }
  const x0 = a.x + a.width / 2, x1 = b.x + b.width / 2, out = Math.max(x0, x1) + 30 + Math.min(60, Math.abs(dy) / 6);
  return `M${x0} ${ay}C${out} ${ay} ${out} ${by} ${x1} ${by}`;
}

const MARKS = { // as on paper: filled or open, so that grey tells them apart
  arrow: ["tip", "M0 0L8 4L0 8z"], open: ["rim", "M1 0.5L8 4L1 7.5"], diamond: ["tip", "M0 4L4 1.2L8 4L4 6.8z"],
  dot: ["tip", "M2 4a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"], ring: ["ring", "M2 4a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0"], bar: ["rim", "M5 0V8"],
};

/** Gives the marks at the ends of lines, as wide for thin lines as for thick ones. */
export function marks(prefix) {
  return Object.entries(MARKS).map(([name, [look, d]]) => element("marker", {
    id: `${prefix}-${name}`, viewBox: "-1 -1 10 10", refX: 8, refY: 4, markerWidth: 11, markerHeight: 11, orient: "auto", markerUnits: "userSpaceOnUse",
  }, element("path", { d, class: look })));
}
