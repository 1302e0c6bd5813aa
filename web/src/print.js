// On paper: all that is unfolded on one sheet where names are legible on it, else on several, each box on one of them, whole; one higher than a sheet goes on over several.
import { element, html, LINE, PAD, TAB } from "./draw.js";

const PAPERS = { A4: [1046, 640], A3: [1512, 950] }; // of a sheet that lies what its margins leave, in CSS pixels, less heading and foot
const LEGIBLE = 7 / 9; // all in a box is then 7 points high at least
const EDGE = 12;

/** Says how a chart of these bounds goes on paper: null for one sheet, else the sheets, each its window and the boxes that stand on it. */
export function sheetsOf({ left, right, low }, order, paper) {
  const [wide, high] = PAPERS[paper], across = right - left + 2 * EDGE, down = low + TAB + 2 * EDGE;
  if (Math.min(wide / across, high / down) >= LEGIBLE) return null;
  const w = wide / LEGIBLE, h = high / LEGIBLE, sheets = [];
  let below = [...order];
  while (below.length) { // from the highest box that is left on: all that end in reach of it, from the left
    const y = Math.min(...below.map((node) => node.y)) - EDGE, ends = (node) => node.y + node.height + TAB <= y + h;
    let beside = below.filter(ends);
    if (!beside.length) beside = below.filter((node) => node.y - EDGE <= y); // higher than a sheet: by itself
    const band = new Set(beside);
    while (beside.length) {
      const x = Math.min(...beside.map((node) => node.x - node.width / 2)) - EDGE;
      const held = new Set(beside.filter((node) => node.x + node.width / 2 <= x + w || node.x - node.width / 2 - EDGE <= x));
      sheets.push(...downTo({ x, y, w, h, boxes: [...held] }));
      beside = beside.filter((node) => !held.has(node));
    }
    below = below.filter((node) => !band.has(node));
  }
  return sheets;
}

/** Gives the sheets that a window goes on over: one, or where its boxes are higher as many as they need, each with whole lines of their text. */
function downTo(sheet) {
  const { y, h, boxes } = sheet, low = Math.max(...boxes.map((node) => node.y + node.height)) + TAB;
  if (low <= y + h) return [sheet];
  const sheets = [], lines = Math.floor((h - EDGE - PAD) / LINE) * LINE;
  for (let at = y, cut = y + EDGE + PAD + lines; at < low; at = cut, cut += lines) {
    sheets.push({ ...sheet, y: at, low: Math.min(cut, low), boxes: boxes.filter((node) => node.y + node.height > at) });
    if (cut >= low) break;
  }
  return sheets.filter((one) => one.boxes.length);
}

/** Makes the sheets, each a picture of a window: the lines of the scene, and copies of the boxes that stand on it. */
export function drawSheets(sheets, order, scene, words) {
  const others = [...scene.children].slice(0, -1);
  const drawn = sheets.map(({ x, y, w, h, low, boxes }, n) => {
    const width = Math.max(...boxes.map((node) => node.x + node.width / 2)) + EDGE - x; // no line of boxes that stand elsewhere
    const height = (low ?? Math.max(...boxes.map((node) => node.y + node.height)) + TAB + EDGE) - y;
    return element("svg", { class: "tile", viewBox: `${x} ${y} ${w} ${h}`, role: "img", "aria-label": `${n + 1}/${sheets.length}` },
      element("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` },
        ...others.map((one) => one.cloneNode(true)), ...boxes.filter((node) => node.drawn).map((node) => node.drawn.cloneNode(true))),
      element("text", { x: x + w - 8, y: y + h - 8, "text-anchor": "end", "font-size": 12 }, `${n + 1}/${sheets.length}`));
  });
  return html("div", { class: "sheets", "aria-label": words.sheets.replace("{0}", sheets.length), role: "group" }, ...drawn);
}
