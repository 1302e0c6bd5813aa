// The notebook's widget (anywidget): the model's `data` is what the page holds, `selected` the id of the box clicked. Where its
// `editable` is set, each edit is a question to Python, and what comes back is shown.
import { mount } from "./chart.js";
import { whatIf } from "./whatif.js";

function render({ model, el }) {
  let chart = null, waiting = new Map(), count = 0;
  const ask = (question) => new Promise((resolve) => {
    waiting.set(++count, resolve);
    model.send({ ...question, number: count });
  });
  const heard = (message) => {
    const resolve = message && waiting.get(message.number);
    if (!resolve) return;
    waiting.delete(message.number);
    resolve(message);
  };

  function show(data, keep = {}) {
    const host = document.createElement("div");
    host.style.height = `${model.get("height") || 520}px`;
    const style = document.createElement("style");
    style.textContent = data.style;
    dress(host);
    el.replaceChildren(style, host);
    let chosen = "";
    const editing = !model.get("editable") ? {} : {
      ask, renew: show,
      holds: async (id) => (await ask({ ask: "unit", unit: id })).held,
      fresh: async (number) => show((await ask({ ask: "refresh" })).data, { colour: number, open: "colours" }),
    };
    chart = mount(host, data, {
      ...editing,
      onSelect: (id) => {
        chosen = id;
        model.set("selected", id);
        model.save_changes();
      },
    });
    if (keep.colour) chart.colour(keep.colour);
    if (keep.chosen) chart.select(keep.chosen);
    if (keep.open) chart.open(keep.open);
    if (keep.said) chart.tell(keep.said);
    model.off("change:selected");
    model.on("change:selected", () => {
      if (model.get("selected") !== chosen) chart.select(model.get("selected"));
    });
    if (model.get("selected")) chart.select(model.get("selected"));
  }

  model.on("msg:custom", heard);
  if (model.get("data").whatif) return whatIf(el, model.get("data"), ask, dress);
  show(model.get("data"));
  model.on("change:data", () => show(model.get("data")));
}

/** Follows the notebook where that says whether it is dark. */
function dress(host) {
  const { dataset, classList } = document.body;
  const dark = dataset.jpThemeLight === "false" || classList.contains("dark") || dataset.theme === "dark";
  const light = dataset.jpThemeLight === "true" || classList.contains("light") || dataset.theme === "light";
  if (dark) host.classList.add("dark");
  else if (light) host.classList.add("light");
}

export default { render };
