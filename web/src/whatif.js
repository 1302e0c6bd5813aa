// What if: a scenario's parameters as sliders and choices, and what the whole comes to for what is set.
import { html } from "./draw.js";

/** Shows the panel in `el`; each setting is put to Python, the last one set is the one that is shown. */
export function whatIf(el, data, ask, dress) {
  const style = html("style", {}, data.style), host = html("div", { class: "orgchart whatif" });
  dress(host);
  el.replaceChildren(style, host);
  const settings = { ...data.settings };
  const result = html("div", { class: "result", "aria-live": "polite" });
  let wanted = 0, shown = 0, running = false;

  async function run() {
    wanted++;
    if (running) return;
    running = true;
    while (shown !== wanted) {
      shown = wanted;
      draw(await ask({ ask: "set", settings }));
    }
    running = false;
  }

  function draw({ tables, problems }) {
    const parts = problems.map((text) => html("p", { role: "alert", class: "alert" }, text));
    for (const { title, heads, rows, notes } of tables) {
      if (rows.length) {
        parts.push(html("table", { class: "measures" }, html("caption", {}, title),
          html("thead", {}, html("tr", {}, ...heads.map((text) => html(text ? "th" : "td", text ? { scope: "col" } : {}, text)))),
          html("tbody", {}, ...rows.map(([name, ...cells]) => html("tr", {}, html("th", { scope: "row" }, name), ...cells.map((one) => html("td", {}, one)))))));
      }
      parts.push(...notes.map((text) => html("p", { class: "quiet" }, text)));
    }
    result.replaceChildren(...parts);
  }

  const controls = data.parameters.map(({ name, title, choices, low, high, step, value }) => {
    if (choices.length) {
      const choice = html("select", {}, ...choices.map(([key, text]) => html("option", { value: key }, text)));
      choice.value = value;
      choice.addEventListener("change", () => { settings[name] = choice.value; run(); });
      return html("label", {}, title, choice);
    }
    const told = html("output", {}, String(value));
    const slider = html("input", { type: "range", min: low, max: high, step });
    slider.value = value;
    slider.addEventListener("input", () => { settings[name] = Number(slider.value); told.textContent = slider.value; run(); });
    return html("label", {}, `${title}: `, told, slider);
  });
  host.append(html("h3", {}, data.title), html("div", { class: "settings" }, ...controls), result);
  draw(data);
}
