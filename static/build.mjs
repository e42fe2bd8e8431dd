// Builds what browsers load: styles, scripts, fonts and icons, each named by its content, and their manifest.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const made = join(here, "dist.new");
const dist = join(here, "dist");
const manifest = {};

const FONTS = {
  "atkinson.woff2": ["atkinson-hyperlegible-next", "atkinson-hyperlegible-next-latin-wght-normal.woff2"],
  "atkinson-italic.woff2": ["atkinson-hyperlegible-next", "atkinson-hyperlegible-next-latin-wght-italic.woff2"],
  "atkinson-ext.woff2": ["atkinson-hyperlegible-next", "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2"],
  "literata.woff2": ["literata", "literata-latin-wght-normal.woff2"],
  "literata-italic.woff2": ["literata", "literata-latin-wght-italic.woff2"],
  "literata-ext.woff2": ["literata", "literata-latin-ext-wght-normal.woff2"],
};
const LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215";
const FACES = [
  ["Atkinson Hyperlegible Next Variable", "atkinson.woff2", "normal", "200 800", LATIN],
  ["Atkinson Hyperlegible Next Variable", "atkinson-italic.woff2", "italic", "200 800", LATIN],
  ["Atkinson Hyperlegible Next Variable", "atkinson-ext.woff2", "normal", "200 800", "U+0100-0130, U+0132-0151, U+0154-024F, U+1E00-1EFF"],
  ["Literata Variable", "literata.woff2", "normal", "200 900", LATIN],
  ["Literata Variable", "literata-italic.woff2", "italic", "200 900", LATIN],
  ["Literata Variable", "literata-ext.woff2", "normal", "200 900", "U+0100-0130, U+0132-0151, U+0154-024F, U+1E00-1EFF"],
];

function put(name, content) {
  const mark = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  const named = `${name.slice(0, dot)}-${mark}${name.slice(dot)}`;
  writeFileSync(join(made, named), content);
  manifest[name] = named;
}

/** Every icon that a template or a script names, as one file of symbols. */
function sprite() {
  const names = new Set();
  const folders = [join(here, "..", "templates"), join(here, "..", "forum"), join(here, "src", "js")];
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true })) {
      if (!/\.(html|py|js)$/.test(entry)) continue;
      const text = readFileSync(join(folder, entry), "utf8");
      for (const [, name] of text.matchAll(/(?:icon\(|icon_name=|bar\([^,]+, [^,]+\), |data-icon=|else |if )"([a-z0-9-]+)"/g)) names.add(name);
      for (const [call] of text.matchAll(/(?:icon|post_button)\([^)]*\)/g)) {
        for (const [, name] of call.matchAll(/"([a-z0-9-]+)"/g)) names.add(name);
      }
    }
  }
  const symbols = [];
  for (const name of [...names].sort()) {
    let svg;
    try {
      svg = readFileSync(join(modules, "bootstrap-icons", "icons", `${name}.svg`), "utf8");
    } catch {
      continue; // a word that is no icon's name
    }
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 16 16">${inner}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

function faces() {
  return FACES.map(([family, file, style, weight, range]) =>
    `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:swap;src:url("${manifest[file]}") format("woff2");unicode-range:${range}}`,
  ).join("");
}

async function styles() {
  const compiled = sass.compile(join(here, "src", "scss", "site.scss"), {
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = await transform(faces() + compiled.css, { loader: "css", minify: true, target: "es2020" });
  return code;
}

async function scripts() {
  const entries = readdirSync(join(here, "src", "js")).filter((name) => name.endsWith(".js"));
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => join(here, "src", "js", name)),
    outdir: made,
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2020",
    write: false,
    legalComments: "none",
  });
  for (const file of outputFiles) put(basename(file.path), file.contents);
}

rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });
for (const [name, [family, file]] of Object.entries(FONTS)) {
  put(name, readFileSync(join(modules, "@fontsource-variable", family, "files", file)));
}
put("icons.svg", sprite());
put("mark.svg", readFileSync(join(here, "src", "img", "mark.svg")));
put("site.css", await styles());
await scripts();
writeFileSync(join(made, "manifest.json"), JSON.stringify(manifest, null, 1));
rmSync(dist, { recursive: true, force: true });
renameSync(made, dist);
