// The self-contained page: its data stands in the page itself, and its address names the unit chosen.
import { amendable } from "./amend.js";
import { mount } from "./chart.js";
import { offline } from "./offline.js";

const NARROW = 700; // pixels

function wanted() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

const footer = document.querySelector("footer");
const data = JSON.parse(document.getElementById("data").textContent);

/** Says how the page is edited: by itself, as far as what it holds tells. */
function editing() {
  const side = data.states.length - 1, last = data.states[side];
  if (!data.edit || !last.held || !last.units.length) return {};
  const amended = amendable(last, data.colours[0].of[side]);
  const held = new Map(last.units.map((row, at) => [row[0], last.held[at]]));
  const backend = offline(data.edit, amended.rows, (id) => held.get(id), data.words);
  return { amended, offline: true, ask: backend.ask, told: { ...data.edit, ...backend.told() }, holds: (id) => held.get(id) };
}

const chart = mount(document.getElementById("chart"), data, {
  ...editing(),
  onSelect: (id) => history.replaceState(null, "", `#${encodeURIComponent(id)}`),
  onColour: (number) => footer.classList.toggle("other", number > 0),
});
const seek = () => { if (location.hash) chart.select(wanted()); };
const key = document.getElementById("key");
if (innerWidth < NARROW) key.open = false;
let open = key.open;
addEventListener("hashchange", seek);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector("#chart input").focus();
});
const paper = document.getElementById("paper"), size = document.createElement("style");
document.head.append(size);
document.getElementById("print").addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  open = key.open;
  key.open = true;
  size.textContent = `@page { size: ${paper.value} landscape; }`;
  chart.whole(paper.value);
});
addEventListener("afterprint", () => { key.open = open; chart.part(); });
seek();
window.orgchart = chart;
