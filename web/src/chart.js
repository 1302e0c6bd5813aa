// The interactive chart: pan, zoom, fold and unfold, search, colour and filter, before and after.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { barOf } from "./bar.js";
import { bothOf, placeBoth, ribbons } from "./both.js";
import { box, curve, element, FONT, html, LINE, lineTo, marks, PAD, pattern, sampleOf, SIZE, STRIP, TAB, WIDE } from "./draw.js";
import { place } from "./layout.js";
import { amendable } from "./amend.js";
import { editorOf } from "./edit.js";
import { mapOf } from "./map.js";
import { changeParts, colourParts, panelOf, unitParts } from "./panel.js";
import { drawSheets, sheetsOf } from "./print.js";
import { folded, rank, wrap } from "./text.js";
import { neighbour, over, siblings, treesOf, uncover } from "./tree.js";

const SIMPLE = 900;    // boxes in sight beyond which they are drawn without text
const LEGIBLE = 0.28;  // scale below which text is left out
const MOST_LINES = 400; // lines of other kinds drawn at once
const LEAST = 8 / SIZE; // scale at which names are 8 pixels high: what does not fit at it is not shown whole

/** Shows the chart of `data` in `host`; gives functions to steer it. `options.onSelect` hears the id of a box chosen; with
 * `options.scrolls` the wheel, and a finger up and down, go on scrolling what the chart stands in: with Ctrl the wheel zooms. */
export function mount(host, data, options = {}) {
  const { words, lines: lineLooks, colours } = data;
  const sides = data.states.map((state, side) => ({ ...state, side }));
  const days = (data.dates || []).map((state, number) => ({ ...state, side: sides.length + number }));
  const both = bothOf(data, words);
  const trees = treesOf([...sides, ...days, ...(both ? [both] : [])]);
  const bothTree = both ? trees[trees.length - 1] : null;
  const states = [...trees.slice(0, sides.length), ...(both ? [bothTree] : [])];
  const dates = days.length ? [trees[0], ...trees.slice(sides.length, sides.length + days.length), trees[1]] : [];
  const prefix = `chart${(mount.count = (mount.count || 0) + 1)}`;
  let current = trees[Math.max(0, sides.findIndex((state) => state.key === data.shown))];
  let colour = 0, looks = colours[0].looks;
  const picked = new Set(); // groups that are brought out; where there is none, all are
  let order = [], stamp = 0, transform = zoomIdentity, chosen = null, drawLines = false, whole = false;
  let wide = 800, high = 600; // of the stage, read only when it changes: asking the browser makes it lay out all
  let hits = [], hitSet = new Set(), hit = -1, change = -1;
  const state = () => current;
  const isBoth = () => current === bothTree;

  host.classList.add("orgchart");
  for (const [name, ink] of Object.entries(data.inks)) host.style.setProperty(`--${name}`, ink);
  const stage = html("div", { class: "stage" });
  const svg = element("svg", {
    class: "chart", role: "tree", "aria-label": data.title, "aria-description": words.keys, tabindex: "0",
  });
  const lines = element("path", { class: "lines" });
  const simple = element("g", {}), boxes = element("g", {}), others = element("g", { class: "others" });
  const bands = element("g", { class: "bands" });
  const scene = element("g", {}, lines, bands, others, simple, boxes);
  const defs = element("defs", {});
  svg.append(defs, scene);
  const bubble = html("div", { class: "bubble", role: "alert" });
  bubble.hidden = true;
  const map = mapOf(words, (x, y) => move(zoomIdentity.translate(wide / 2 - x * transform.k, high / 2 - y * transform.k).scale(transform.k)));
  stage.append(svg, map.canvas, bubble);

  const patternId = (group) => `${prefix}-strip-${group}`;

  /** Colours all boxes by one of the choices. */
  function paint(number) {
    colour = number;
    looks = colours[number].looks;
    picked.clear();
    defs.replaceChildren(...marks(prefix), ...looks.map((look, group) => pattern(patternId(group), look)));
    recolour();
  }

  function recolour() {
    const { of } = colours[colour];
    for (const { nodes } of trees) {
      for (const node of nodes) {
        const [side, at] = node.from;
        node.group = of[side].charCodeAt(at) - 48;
        node.drawn = null;
      }
    }
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
    const unfolded = (node) => (node.unfolded ? node.children : []);
    const waiting = [...state().roots];
    while (waiting.length) {
      const node = waiting.pop();
      measure(node);
      waiting.push(...unfolded(node));
    }
    order = (isBoth() ? placeBoth : place)(state().roots, unfolded);
    stamp++;
    for (const node of order) node.stamp = stamp;
  }

  /** Gives the node itself where it is unfolded, else the nearest above it that is. */
  function visible(node) {
    let up = node;
    while (up && up.stamp !== stamp) up = up.parent;
    return up;
  }

  /** Gives what is in sight, in the chart's own measure; for printing all of it. */
  function sight() {
    if (whole) return { left: -Infinity, right: Infinity, top: -Infinity, low: Infinity, k: 1 };
    const { x, y, k } = transform;
    return { left: -x / k - WIDE, right: (wide - x) / k + WIDE, top: -y / k - 300, low: (high - y) / k + 60, k };
  }

  function draw() {
    const { left, right, top, low, k } = sight();
    const seen = [];
    let d = "";
    for (const node of order) {
      const up = node.parent;
      if (node.x + node.width / 2 > left && node.x - node.width / 2 < right && node.y < low && node.y + node.height > top) seen.push(node);
      if (!up || node.y < top || up.y > low) continue;
      if (Math.max(node.x, up.x) + WIDE >= left && Math.min(node.x, up.x) - WIDE <= right) d += lineTo(node);
    }
    lines.setAttribute("d", d);
    if (whole) scene.removeAttribute("transform");
    else scene.setAttribute("transform", `translate(${transform.x},${transform.y}) scale(${k})`);
    if (!whole && (seen.length > SIMPLE || k < LEGIBLE)) {
      simple.replaceChildren(...plain(seen));
      boxes.replaceChildren();
    } else {
      simple.replaceChildren();
      boxes.replaceChildren(...seen.map((node) => node.drawn || (node.drawn = made(node))));
      for (const node of seen) mark(node);
    }
    bands.replaceChildren(...(isBoth() ? ribbons(current.flows, visible) : []));
    drawOthers(left, right, top, low);
    const at = wrong && visible(edited.byId.get(wrong.id) || null);
    if (at) {
      bubble.style.left = `${Math.max(4, Math.min(wide - 260, at.x * k + transform.x - 120))}px`;
      bubble.style.top = `${Math.max(4, Math.min(high - 60, (at.y + at.height) * k + transform.y + 8))}px`;
    }
    if (order.length && !whole) map.show(order, bounds(), looks, stamp, transform, wide, high);
    if (chosen && chosen.drawn && chosen.drawn.isConnected) svg.setAttribute("aria-activedescendant", chosen.drawn.id);
    else svg.removeAttribute("aria-activedescendant");
  }

  /** Draws boxes without text, one shape a group. */
  function plain(seen) {
    const paths = new Map();
    for (const node of seen) {
      const part = `M${node.x - node.width / 2} ${node.y}h${node.width}v${node.height}h${-node.width}z`;
      paths.set(node.group, (paths.get(node.group) || "") + part);
    }
    return [...paths].map(([group, d]) => {
      const look = looks[group];
      return element("path", { d, fill: look.fill, stroke: look.ink, class: dimmed(group) ? "dim" : "" });
    });
  }

  const dimmed = (group) => picked.size > 0 && !picked.has(group);

  /** Draws the lines of other kinds: those of the chosen unit, or all that are in sight where asked for. */
  function drawOthers(left, right, top, low) {
    const inSight = (node) => node.x > left && node.x < right && node.y < low && node.y + node.height > top;
    const found = [], seen = new Set();
    for (const line of drawLines || chosen ? state().lines : []) {
      const mine = line.start === chosen || line.end === chosen;
      if (!mine && !drawLines) continue;
      const a = visible(line.start), b = visible(line.end);
      if (!a || !b || a === b || (!mine && !inSight(a) && !inSight(b))) continue;
      const key = `${line.kind} ${a.number} ${b.number}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const { width, dash, mark } = lineLooks[line.kind];
      found.push(element("path", {
        d: curve(a, b), class: mine ? "mine" : "", "stroke-width": mine ? 1.8 * width : width, "stroke-dasharray": dash.join(" "),
        "marker-end": `url(#${prefix}-${mark})`,
      }));
      if (found.length >= MOST_LINES) break;
    }
    others.replaceChildren(...found);
  }

  function made(node) {
    const look = looks[node.group];
    const fill = look.pattern === "solid" ? look.ink : `url(#${patternId(node.group)})`;
    const drawn = box(node, `${prefix}-${trees.indexOf(current)}-${node.number}`, look, fill, words, siblings(node, state().roots).length);
    if (node.knob) node.knob.addEventListener("click", (event) => { event.stopPropagation(); toggle(node); });
    drawn.addEventListener("click", () => choose(node));
    if (editor && current === edited) {
      const movable = () => !options.offline || panel.current() === "edit"; // a reader who only looks moves the chart
      drawn.addEventListener("mousedown", (event) => { if (movable()) event.stopPropagation(); });
      drawn.addEventListener("pointerdown", (event) => { if (movable()) drag(node, event); });
    }
    return drawn;
  }

  function mark(node) {
    const group = node.drawn;
    group.setAttribute("transform", `translate(${node.x - node.width / 2},${node.y})`);
    group.classList.toggle("chosen", node === chosen);
    group.classList.toggle("hit", hitSet.has(node));
    group.classList.toggle("dim", dimmed(node.group));
    group.classList.toggle("wrong", wrong !== null && node.id === wrong.id);
    group.setAttribute("aria-selected", String(node === chosen));
    if (node.children.length) {
      group.setAttribute("aria-expanded", String(node.unfolded));
      node.sign.textContent = node.unfolded ? "−" : node.count > 99 ? "+" : String(node.count);
      node.knob.classList.toggle("open", node.unfolded);
    }
  }

  // ---- acting ------------------------------------------------------------------------------------------------------
  /** Lays out again after `act`; the node stays where it is on the screen. */
  function keeping(node, act) {
    const { x, y } = node;
    const same = act() || node;
    layout();
    const still = visible(same) || order[0], k = transform.k;
    move(zoomIdentity.translate(transform.x + (x - still.x) * k, transform.y + (y - still.y) * k).scale(k));
  }

  function toggle(node) {
    keeping(node, () => { node.unfolded = !node.unfolded; });
  }

  function fold(open) {
    for (const node of state().nodes) node.unfolded = open && node.children.length > 0;
    layout();
    fit();
  }

  function choose(node) {
    chosen = node;
    draw();
    panel.refresh("unit");
    panel.refresh("edit");
    if (options.onSelect) options.onSelect(node.id);
  }

  function reveal(node) {
    uncover(node);
    layout();
    const k = Math.max(transform.k, 0.8);
    move(zoomIdentity.translate(wide / 2 - node.x * k, high / 2 - (node.y + node.height / 2) * k).scale(k));
    choose(node);
  }

  /** Gives the box in the middle of what is in sight. */
  function middle() {
    const x = (wide / 2 - transform.x) / transform.k, y = (high / 2 - transform.y) / transform.k;
    const far = (node) => Math.hypot(node.x - x, node.y - y);
    return order.reduce((best, node) => (far(node) < far(best) ? node : best), order[0]);
  }

  function show(wanted) {
    if (!wanted || wanted === current) return;
    const from = chosen && chosen.stamp === stamp ? chosen : middle();
    const turn = () => {
      const left = state();
      current = wanted;
      change = -1;
      const { nodes, byId, roots } = state();
      for (const node of nodes) {  // what the reader folded stays folded, what is only here keeps its own
        const was = left.byId.get(node.id);
        if (was && was.children.length) node.unfolded = was.unfolded && node.children.length > 0;
      }
      chosen = (chosen && byId.get(chosen.id)) || null;
      look(bar.search.value);
      bar.mark(current, drawLines);
      let same = from;
      while (same && !byId.has(same.id)) same = same.parent;
      return (same && byId.get(same.id)) || roots[0];
    };
    const outlines = isBoth() || wanted === bothTree;
    if (from && !outlines) keeping(from, turn);
    else { turn(); layout(); fit(); }
    panel.refresh();
  }

  /** Finds the units whose name holds every word of the query: the exact first, then those whose words begin so, then the rest. */
  function look(query) {
    const wanted = folded(query).split(/\s+/).filter(Boolean);
    const found = [[], [], [], []];
    for (const node of wanted.length ? state().nodes : []) {
      const at = rank(node.fold ||= folded(node.name), wanted);
      if (at >= 0 && !dimmed(node.group)) found[at].push(node);
    }
    hits = found.flatMap((some) => some.sort((one, other) => one.name.length - other.name.length)); // what is nearest to what was typed first
    hitSet = new Set(hits);
    hit = -1;
    bar.tell(wanted.length ? words.found.replace("{0}", hits.length) : "", hits.length > 0);
  }

  function next(step) {
    if (!hits.length) return;
    hit = hit < 0 && step < 0 ? hits.length - 1 : (hit + step + hits.length) % hits.length;
    bar.tell(`${hit + 1}/${hits.length}`, true);
    reveal(hits[hit]);
  }

  function nextChange() {
    const { changed } = state();
    if (changed.length) reveal(changed[(change = (change + 1) % changed.length)]);
  }

  function bounds() {
    let left = Infinity, right = -Infinity, low = 0;
    for (const node of order) {
      left = Math.min(left, node.x - node.width / 2);
      right = Math.max(right, node.x + node.width / 2);
      low = Math.max(low, node.y + node.height);
    }
    return { left, right, low };
  }

  function fit() {
    if (!order.length) return;
    const { left, right, low } = bounds();
    const k = Math.min(1, (wide - 40) / (right - left), (high - 40) / low);
    if (k >= LEAST) return move(zoomIdentity.translate((wide - (left + right) * k) / 2, 20).scale(k));
    const least = 0.85;  // what does not fit legibly begins at the top, or at the top of what changes
    if (isBoth()) {
      const near = Math.max(LEAST, Math.min(1, (wide - 40) / (right - left)));
      return move(zoomIdentity.translate(Math.max(20 - left * near, (wide - (left + right) * near) / 2), 20).scale(near));
    }
    const { changed, roots } = state(), first = visible(over(changed) || roots[0]);
    const at = (node, y) => zoomIdentity.translate(wide / 2 - node.x * least, y - node.y * least).scale(least);
    const top = at(first, 20);
    const isSeen = (node) => visible(node) === node && top.applyY(node.y + node.height) <= high
      && top.applyX(node.x - node.width / 2) >= 0 && top.applyX(node.x + node.width / 2) <= wide;
    if (!changed.length || changed.some(isSeen)) return move(top);
    const one = visible(changed[0]); // what changes is too far below its top, or beside it
    move(at(one, (high - one.height * least) / 2));
  }

  function sized() {
    wide = stage.clientWidth;
    high = stage.clientHeight;
  }

  function key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const node = chosen && chosen.stamp === stamp ? chosen : null;
    const { roots } = state();
    const acts = {
      "+": () => zoomBy(1.4), "=": () => zoomBy(1.4), "-": () => zoomBy(1 / 1.4), "−": () => zoomBy(1 / 1.4), 0: fit,
      Home: () => reveal(roots[0]),
      Enter: () => node && node.children.length && toggle(node),
      e: () => editor && panel.open("edit", true), E: () => editor && panel.open("edit", true),
    };
    acts[" "] = acts.Enter;
    let act = acts[event.key];
    if (!act && event.key.startsWith("Arrow") && roots.length) {
      const to = node ? neighbour(node, event.key, roots) : roots[0];
      act = () => to && reveal(to);
    }
    if (!act) return;
    event.preventDefault();
    act();
  }

  // ---- editing -----------------------------------------------------------------------------------------------------
  const edited = trees[sides.length - 1];
  const amended = options.ask ? options.amended || amendable(sides[sides.length - 1], colours[0].of[sides.length - 1]) : null;
  let wrong = null, anew = false; // what was refused and where; whether figures of other colours are those of before
  const held = new Map(); // what units hold, as it was told
  const editor = !options.ask ? null : editorOf(words, options.told || data.edit, options.ask, {
    chosen: () => (chosen && edited.byId.get(chosen.id)) || null,
    nodes: () => edited.nodes,
    holds: (id) => options.holds(id),
    has: (id) => edited.byId.has(id) || trees.some((one) => one.byId.has(id)),
    take, flag, renew: (made, said) => options.renew(made, { chosen: chosen && chosen.id, open: panel.current(), said, colour }),
    refresh: () => { panel.refresh("edit"); panel.refresh("unit"); },
  });

  /** Takes what an answer says of boxes. */
  function take({ rows, gone }) {
    if (!rows) return;
    const open = new Set(edited.nodes.filter((node) => node.unfolded).map((node) => node.id)), was = chosen && chosen.id;
    const { state: made, codes } = amended.apply(rows, gone || []);
    const side = sides.length - 1;
    colours[0].of[side] = codes;
    anew = true;
    if (options.offline) colours.length = 1; // figures of others are not known any more
    Object.assign(edited, treesOf([{ ...made, side }])[0]);
    for (const node of edited.nodes) node.unfolded = node.children.length > 0 && open.has(node.id);
    held.clear();
    const first = rows.find(([id]) => edited.byId.has(id));
    chosen = (was && edited.byId.get(was)) || (first && edited.byId.get(first[0])) || null;
    for (const [id] of rows) if (edited.byId.has(id)) uncover(edited.byId.get(id));
    current = edited;
    change = -1;
    if (colour) paint(0);
    else recolour();
    bar.mark(current, drawLines);
    look(bar.search.value);
    layout();
    if (chosen) reveal(chosen);
    else draw();
  }

  function flag(id, text) {
    wrong = id === null ? null : { id: edited.byId.has(id) ? id : chosen ? chosen.id : id, text };
    bubble.hidden = !wrong;
    bubble.textContent = wrong ? wrong.text : "";
    draw();
  }

  /** Lets a box be dragged onto another, which then is asked to be above it. */
  function drag(node, event) {
    if (event.button || event.pointerType === "touch" || event.target.closest(".knob")) return;
    const from = [event.clientX, event.clientY];
    let ghost = null, over = null;
    const under = ({ clientX, clientY }) => {
      const found = svg.getRootNode().elementFromPoint(clientX, clientY)?.closest?.(".box");
      const at = found && edited.byId.get(found.dataset.unit);
      return at && at !== node ? at : null;
    };
    const moving = (to) => {
      if (!ghost && Math.hypot(to.clientX - from[0], to.clientY - from[1]) < 6) return;
      if (!ghost) {
        ghost = node.drawn.cloneNode(true);
        ghost.removeAttribute("id");
        ghost.classList.add("ghost");
        scene.append(ghost);
      }
      const k = transform.k;
      ghost.setAttribute("transform", `translate(${node.x - node.width / 2 + (to.clientX - from[0]) / k},${node.y + (to.clientY - from[1]) / k})`);
      if (over && over.drawn) over.drawn.classList.remove("target");
      over = under(to);
      if (over && over.drawn) over.drawn.classList.add("target");
    };
    const end = (to) => {
      removeEventListener("pointermove", moving);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      if (!ghost) return;
      ghost.remove();
      if (over && over.drawn) over.drawn.classList.remove("target");
      if (to.type !== "pointerup" || !over) return;
      choose(node);
      panel.open("edit");
      editor.drop(node.id, over.id);
    };
    addEventListener("pointermove", moving);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  // ---- at the side ---------------------------------------------------------------------------------------------------
  function pick(group) {
    if (group === null) picked.clear();
    else if (!picked.delete(group)) picked.add(group);
    look(bar.search.value);
    draw();
    panel.refresh("colours");
  }

  /** Gives the figures of a unit before, where there is a state before in which it is. */
  function earlier(id) {
    const node = sides.length > 1 && trees[0].byId.get(id), { held: all } = sides[0];
    return (node && all && all[node.number] && all[node.number].figures) || null;
  }

  const tally = (group) => state().nodes.reduce((sum, node) => sum + (node.group === group), 0);
  const sections = {
    unit: {
      title: words.unit,
      fill: () => {
        if (options.holds && chosen && current === edited) {
          const { id } = chosen;
          if (!held.has(id)) Promise.resolve(options.holds(id)).then((found) => { held.set(id, found || {}); panel.refresh("unit"); });
          const mine = options.offline && anew ? { ...held.get(id), figures: null } : held.get(id); // a page works out no figures
          return unitParts(chosen, mine, words, false, data.figures, (mine && mine.before) || earlier(id));
        }
        const { held: all } = (chosen && sides[chosen.from[0]]) || {};
        const before = chosen && chosen.from[0] ? earlier(chosen.id) : null;
        return unitParts(chosen, all && all[chosen.from[1]], words, all === null && Boolean(chosen), data.figures, before);
      },
    },
    colours: {
      title: words.colours,
      fill: () => colourParts(colours, colour, picked, words, sampleOf, {
        colour: (number) => {
          if (anew && number && options.renew) return options.fresh(number);
          paint(number); layout(); look(bar.search.value); draw(); panel.refresh("colours"); if (options.onColour) options.onColour(number);
        },
        pick, count: tally,
        told: () => words["shown-of"].replace("{0}", state().nodes.filter((node) => !dimmed(node.group)).length).replace("{1}", state().nodes.length),
      }),
    },
  };
  if (trees.some((one) => one.changed.length)) {
    sections.list = { title: words.list, fill: () => changeParts(allChanges(), chosen, words, goTo) };
  }
  if (editor) sections.edit = { title: editor.title, fill: editor.fill };
  const panel = panelOf(words, `${prefix}-panel`, sections, () => {});

  /** Gives what changes: of one state what is there, with what ended before it. */
  function allChanges() {
    const gone = current === trees[1] ? trees[0].changed.filter((node) => node.status === "leaving") : [];
    return [...state().changed, ...gone];
  }

  function goTo(node) {
    const mine = trees.find((one) => one.nodes[node.number] === node);
    if (mine !== current) show(mine);
    reveal(node);
    panel.refresh("list");
  }

  const behaviour = zoom().scaleExtent([0.02, 4]).extent(() => [[0, 0], [wide, high]]).on("zoom", (event) => { transform = event.transform; draw(); });
  const target = select(svg);
  const move = (wanted) => target.call(behaviour.transform, wanted);
  const zoomBy = (factor) => target.call(behaviour.scaleBy, factor);
  const bar = barOf(states, dates, words, panel.buttons, {
    search: (query) => { look(query); draw(); },
    next, nextChange, show, fold, fit, zoom: zoomBy,
    lines: () => { drawLines = !drawLines; bar.mark(current, drawLines); draw(); },
  });
  host.replaceChildren(bar.bar, html("div", { class: "view" }, stage, panel.panel));
  paint(0);
  if (options.scrolls) {
    host.classList.add("scrolls");
    const usual = behaviour.filter();
    behaviour.filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : usual(event)));
  }
  target.call(behaviour).on("dblclick.zoom", null);
  svg.addEventListener("keydown", key);
  bar.mark(current, drawLines);
  bar.tell("", false);
  layout();
  sized();
  fit();
  if (typeof ResizeObserver !== "undefined") {
    new ResizeObserver(() => {
      const hidden = !wide;
      sized();
      if (hidden) fit();
      else draw();
    }).observe(stage);
  }

  const find = (id, act) => { const node = state().byId.get(id); if (node) act(node); return Boolean(node); };
  return {
    show: (name) => show(trees.find((one) => one.key === name)),
    open: panel.open,
    amended, colour: (number) => { paint(number); draw(); },
    tell: (text) => { if (editor) editor.tell(text); panel.refresh("edit"); },
    select: (id) => find(id, reveal),
    toggle: (id) => find(id, toggle),
    /** Draws all that is unfolded into one picture, for printing. */
    whole: (paper = "A4") => {
      const { left, right, low } = bounds(), edge = 12;
      whole = true;
      const windows = sheetsOf(bounds(), order, paper);
      host.classList.toggle("tiled", Boolean(windows));
      svg.setAttribute("viewBox", `${left - edge} ${-edge} ${right - left + 2 * edge} ${low + TAB + 2 * edge}`);
      draw();
      if (windows) host.append(drawSheets(windows, order, scene, words));
    },
    /** Goes back to what was in sight. */
    part: () => {
      whole = false;
      host.classList.remove("tiled");
      for (const one of host.querySelectorAll(".sheets")) one.remove();
      svg.removeAttribute("viewBox");
      draw();
    },
  };
}
