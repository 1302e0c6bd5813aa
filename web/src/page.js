// The self-contained page: its data stands in the page itself, and its address names the unit chosen. Charts within a report
// stand among its text, and are looked at alone.
import { amendable } from "./amend.js";
import { mount } from "./chart.js";
import { offline } from "./offline.js";

const NARROW = 700; // pixels

/** Shows a chart in place of the still picture beside which its data stands; that stays on paper, and where no script runs. */
function within(data) {
  const place = data.parentElement, key = place.querySelector(".key");
  place.classList.add("shown");
  const shown = JSON.parse(data.textContent);
  const chart = mount(place.querySelector(".live"), shown, {
    scrolls: true, onColour: (number) => key.classList.toggle("other", number > 0),
  });
  if (shown.changes) chart.show("both"); // as the picture is
  return chart;
}

function wanted() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function whole(text) {
  const data = JSON.parse(text);
  const footer = document.querySelector("footer");

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
  return chart;
}

const data = document.getElementById("data");
if (data) window.orgchart = whole(data.textContent);
else window.orgcharts = [...document.querySelectorAll("script.chart")].map(within);
