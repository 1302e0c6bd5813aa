// Texts: measured and broken into lines, and folded so that a search finds them with or without diacritics.

const canvas = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
const widths = new Map();

function width(text, font) {
  const key = font + text;
  let found = widths.get(key);
  if (found === undefined) {
    canvas.font = font;
    found = canvas.measureText(text).width;
    widths.set(key, found);
  }
  return found;
}

/** Breaks a text at spaces into lines no wider than `room`; a longer word is broken inside. */
export function wrap(text, room, font) {
  const space = width(" ", font), lines = [];
  let line = "", used = 0;
  for (let word of text.split(" ")) {
    let size = width(word, font);
    if (line && used + space + size <= room) {
      line += " " + word;
      used += space + size;
      continue;
    }
    if (line) lines.push(line);
    while (size > room && word.length > 1) {
      let fit = Math.max(1, Math.floor((word.length * room) / size));
      while (fit > 1 && width(word.slice(0, fit), font) > room) fit--;
      lines.push(word.slice(0, fit));
      word = word.slice(fit);
      size = width(word, font);
    }
    line = word;
    used = size;
  }
  if (line) lines.push(line);
  return lines;
}

/** Leaves out case and diacritics: "Đức Thọ" and "duc tho" are the same. */
export function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** Says how well a folded name fits folded words: 0 exactly, 1 as it stands from a word's start, 2 by words' starts, 3 anywhere, -1 not. */
export function rank(name, words) {
  if (!words.every((one) => name.includes(one))) return -1;
  const asked = words.join(" ");
  if (name === asked) return 0;
  const spaced = ` ${name.replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  if (spaced.includes(` ${asked}`)) return 1;
  return words.every((one) => spaced.includes(` ${one}`)) ? 2 : 3;
}
