// What if: a scenario's parameters as sliders, choices and fields, and what the whole comes to for what is set.
import { html } from "./draw.js";
import { textTable } from "./panel.js";

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
      if (rows.length) parts.push(textTable(title, heads, rows));
      parts.push(...notes.map((text) => html("p", { class: "quiet" }, text)));
    }
    result.replaceChildren(...parts);
  }

  const set = (name, value) => { settings[name] = value; run(); };
  const controls = data.parameters.map(({ name, title, kind, choices, low, high, step, value }) => {
    if (kind === "choice") {
      const choice = html("select", {}, ...choices.map(([key, text]) => html("option", { value: key }, text)));
      choice.value = value;
      choice.addEventListener("change", () => set(name, choice.value));
      return html("label", {}, title, choice);
    }
    if (kind === "slider") {
      const told = html("output", {}, String(value));
      const slider = html("input", { type: "range", min: low, max: high, step });
      slider.value = value;
      slider.addEventListener("input", () => { told.textContent = slider.value; set(name, Number(slider.value)); });
      return html("label", {}, `${title}: `, told, slider);
    }
    const limits = { ...(low !== null && { min: low }), ...(high !== null && { max: high }) };
    const field = html("input", kind === "text" ? { type: "text" } : { type: "number", step: "any", ...limits });
    field.value = value ?? "";
    field.addEventListener("change", () => set(name, kind === "text" || !field.value ? field.value : Number(field.value)));
    return html("label", {}, title, field);
  });
  host.append(html("h3", {}, data.title), html("div", { class: "settings" }, ...controls), result);
  draw(data);
}
