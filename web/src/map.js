// The map of the whole, in a corner: shown where not all is in sight; a click or a drag on it moves the view.
import { html } from "./draw.js";

const WIDE = 190, HIGH = 130, EDGE = 4;

/** Makes the map; `go` hears the place in the chart's own measure that is to come to the middle. */
export function mapOf(words, go) {
  const canvas = html("canvas", { class: "map", width: WIDE * 2, height: HIGH * 2, title: words.map, "aria-hidden": "true" });
  const base = document.createElement("canvas");
  let drawn = -1, scale = 1, left = 0, top = 0;

  function redraw(order, bounds, looks, stamp) {
    drawn = stamp;
    scale = Math.min((WIDE - 2 * EDGE) / (bounds.right - bounds.left), (HIGH - 2 * EDGE) / bounds.low);
    left = bounds.left - (WIDE / scale - (bounds.right - bounds.left)) / 2;
    top = -(HIGH / scale - bounds.low) / 2;
    base.width = WIDE * 2;
    base.height = HIGH * 2;
    const ink = base.getContext("2d"), k = scale * 2;
    for (const node of order) {
      const look = looks[node.group];
      ink.fillStyle = node.badge ? "#005a94" : look ? look.ink : "#666";
      ink.fillRect((node.x - node.width / 2 - left) * k, (node.y - top) * k, Math.max(1.5, node.width * k), Math.max(1.5, node.height * k));
    }
  }

  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); to(event); event.preventDefault(); });
  canvas.addEventListener("pointermove", (event) => { if (event.buttons) to(event); });
  function to(event) {
    const { left: x, top: y } = canvas.getBoundingClientRect();
    go((event.clientX - x) / scale + left, (event.clientY - y) / scale + top);
  }

  return {
    canvas,
    /** Draws the map where some of the chart is out of sight, and the frame of what is in sight. */
    show: (order, bounds, looks, stamp, { x, y, k }, wide, high) => {
      const all = bounds.left * k + x >= -1 && bounds.right * k + x <= wide + 1 && y >= -1 && bounds.low * k + y <= high + 1;
      canvas.hidden = all || wide < 2.5 * WIDE || high < 2 * HIGH;
      if (canvas.hidden) return;
      if (drawn !== stamp) redraw(order, bounds, looks, stamp);
      const ink = canvas.getContext("2d");
      ink.clearRect(0, 0, canvas.width, canvas.height);
      ink.drawImage(base, 0, 0);
      ink.strokeStyle = getComputedStyle(canvas).color;
      ink.lineWidth = 3;
      const s = scale * 2;
      ink.strokeRect((-x / k - left) * s, (-y / k - top) * s, (wide / k) * s, (high / k) * s);
    },
  };
}
