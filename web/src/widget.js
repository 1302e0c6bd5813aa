// The notebook's widget (anywidget): the model's `data` is what the page holds, `selected` the id of the box clicked.
import { mount } from "./chart.js";

function render({ model, el }) {
  const show = () => {
    const data = model.get("data");
    const host = document.createElement("div");
    host.style.height = `${model.get("height") || 520}px`;
    const style = document.createElement("style");
    style.textContent = data.style;
    el.replaceChildren(style, host);
    let chosen = "";
    const chart = mount(host, data, {
      onSelect: (id) => {
        chosen = id;
        model.set("selected", id);
        model.save_changes();
      },
    });
    model.off("change:selected");
    model.on("change:selected", () => {
      if (model.get("selected") !== chosen) chart.select(model.get("selected"));
    });
    if (model.get("selected")) chart.select(model.get("selected"));
  };
  show();
  model.on("change:data", show);
}

export default { render };
