// Bundles the page's and the widget's script, and sets the licences of what is bundled beside them.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const target = process.argv[2];
await mkdir(target, { recursive: true });
const shared = { bundle: true, minify: true, target: "es2020", charset: "utf8", legalComments: "none", metafile: true };
const page = await build({ ...shared, entryPoints: ["src/page.js"], format: "iife", outfile: join(target, "page.js") });
const widget = await build({ ...shared, entryPoints: ["src/widget.js"], format: "esm", outfile: join(target, "widget.js") });

const inputs = { ...page.metafile.inputs, ...widget.metafile.inputs };
const packages = new Set();
for (const path of Object.keys(inputs)) {
  const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (match) packages.add(match[1]);
}
const parts = [];
for (const name of [...packages].sort()) {
  const about = JSON.parse(await readFile(join("node_modules", name, "package.json"), "utf8"));
  const licence = await readFile(join("node_modules", name, "LICENSE"), "utf8");
  parts.push(`${name} ${about.version} (${about.license})\n\n${licence.trim()}\n`);
}
await writeFile(join(target, "LICENSES.txt"), parts.join("\n" + "-".repeat(80) + "\n\n"));
