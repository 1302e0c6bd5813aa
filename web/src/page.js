// The self-contained page: its data stands in the page itself.
import { mount } from "./chart.js";

window.orgchart = mount(document.getElementById("chart"), JSON.parse(document.getElementById("data").textContent));
