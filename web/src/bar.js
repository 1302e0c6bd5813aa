// The bar above the chart: search, before and after, unfold and fold, zoom.
import { button, html } from "./draw.js";

/** Builds the bar; `act` holds what its buttons do. Gives what the chart writes to and reads. */
export function barOf(states, dates, words, more, act) {
  const search = html("input", { type: "search", placeholder: words.search, "aria-label": words.search });
  const found = html("output", { class: "found", "aria-live": "polite" });
  const back = button("‹", () => act.next(-1), { "aria-label": words.previous, title: words.previous });
  const on = button("›", () => act.next(1), { "aria-label": words.next, title: words.next });
  search.addEventListener("input", () => act.search(search.value));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") act.next(event.shiftKey ? -1 : 1);
  });
  const acts = html("span", { class: "acts" });
  const choices = states.map((state) => button(state.label, () => act.show(state)));
  if (choices.length > 1) {
    acts.append(html("span", { class: "states", role: "group", "aria-label": words.state }, ...choices));
  }
  if (states.some((state) => state.changed.length)) acts.append(button(words.changes, act.nextChange));
  let slider = null, day = null;
  if (dates.length > 2) {
    slider = html("input", { type: "range", min: 0, max: dates.length - 1, step: 1, "aria-label": words.date });
    day = html("span", { class: "day", "aria-hidden": "true" });
    slider.addEventListener("input", () => act.show(dates[Number(slider.value)]));
    acts.append(html("span", { class: "dates" }, slider, day));
  }
  acts.append(...more);
  const lines = button(words.lines, act.lines, { "aria-pressed": "false" });
  if (states.some((state) => state.lines.length)) acts.append(lines);
  acts.append(
    button(words.unfold, () => act.fold(true)), button(words.fold, () => act.fold(false)),
    html("span", { class: "states", role: "group", "aria-label": words.fit },
      button("−", () => act.zoom(1 / 1.4), { "aria-label": words.farther, title: words.farther }),
      button("+", () => act.zoom(1.4), { "aria-label": words.nearer, title: words.nearer }),
      button(words.fit, act.fit)),
  );
  const bar = html("div", { class: "bar" }, html("span", { class: "search", role: "search" }, search, back, on, found), acts);
  return {
    bar, search,
    tell: (text, some) => {
      found.textContent = text;
      back.disabled = on.disabled = !some;
    },
    mark: (current, drawn) => {
      choices.forEach((one, number) => one.setAttribute("aria-pressed", String(states[number] === current)));
      const at = dates.indexOf(current);
      if (slider && at >= 0) {
        slider.value = at;
        slider.setAttribute("aria-valuetext", current.label);
        day.textContent = current.label;
      }
      lines.setAttribute("aria-pressed", String(drawn));
    },
  };
}
