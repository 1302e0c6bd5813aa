// On paper: all that is unfolded on one sheet where names are legible on it, else on sheets that overlap by a box.
import { element, html, TAB, WIDE } from "./draw.js";

const PAPERS = { A4: [1046, 640], A3: [1512, 950] }; // of a sheet that lies what its margins leave, in CSS pixels, less heading and foot
const LEGIBLE = 7 / 9; // all in a box is then 7 points high at least
const EDGE = 12, HIGH = 110;

/** Says how a chart of these bounds goes on paper: null for one sheet, else the windows of the sheets that hold a box. */
export function sheetsOf({ left, right, low }, order, paper) {
  const [wide, high] = PAPERS[paper], across = right - left + 2 * EDGE, down = low + TAB + 2 * EDGE;
  if (Math.min(wide / across, high / down) >= LEGIBLE) return null;
  const w = wide / LEGIBLE, h = high / LEGIBLE, found = [];
  for (let y = -EDGE; y < low; y += h - HIGH) {
    for (let x = left - EDGE; x < right; x += w - WIDE) {
      const inside = order.some((node) => node.x - node.width / 2 >= x && node.x + node.width / 2 <= x + w && node.y >= y && node.y + node.height <= y + h);
      if (inside) found.push([x, y, w, h]);
    }
  }
  return found;
}

/** Makes the sheets, each a picture of a window: the lines of the scene, and copies of the boxes in it. */
export function drawSheets(windows, order, scene, words) {
  const others = [...scene.children].slice(0, -1);
  const sheets = windows.map(([x, y, w, h], n) => {
    const inside = order.filter((node) => node.drawn && node.x + node.width / 2 > x && node.x - node.width / 2 < x + w && node.y < y + h && node.y + node.height > y);
    return element("svg", { class: "tile", viewBox: `${x} ${y} ${w} ${h}`, role: "img", "aria-label": `${n + 1}/${windows.length}` },
      ...others.map((one) => one.cloneNode(true)), ...inside.map((node) => node.drawn.cloneNode(true)),
      element("text", { x: x + w - 8, y: y + h - 8, "text-anchor": "end", "font-size": 12 }, `${n + 1}/${windows.length}`));
  });
  return html("div", { class: "sheets", "aria-label": words.sheets.replace("{0}", windows.length), role: "group" }, ...sheets);
}
