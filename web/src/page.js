// The self-contained page: its data stands in the page itself, and its address names the unit chosen.
import { mount } from "./chart.js";

const NARROW = 700; // pixels

function wanted() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

const footer = document.querySelector("footer");
const chart = mount(document.getElementById("chart"), JSON.parse(document.getElementById("data").textContent), {
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
