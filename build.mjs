/** Builds static/dist from static/css and static/js; source maps go to build/maps, unshipped. */
import { build } from "esbuild";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { compile } from "sass";

const DIST = "static/dist";
const MAPS = "build/maps";
const SCRIPTS = [
  "static/js/app.js",
  "static/js/visit.js",
  "static/js/device/draft-worker.js",
  "static/js/device/picture-worker.js",
];
// Module workers came late to some browsers: the service worker is a classic script.
const CLASSIC = ["static/js/sw.js"];

const STYLES = ["app", "desk"];

async function buildScripts(paths, format) {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(paths.map((path) => [basename(path, ".js"), path])),
    bundle: true,
    minify: true,
    format,
    target: ["chrome109", "firefox115", "safari16"],
    sourcemap: "external",
    legalComments: "none",
    outdir: DIST,
    write: false,
  });
  await Promise.all(
    outputFiles.map(({ path, contents }) =>
      writeFile(join(path.endsWith(".map") ? MAPS : DIST, basename(path)), contents),
    ),
  );
}

function buildStyles(name) {
  const { css } = compile(`static/css/${name}.scss`, {
    loadPaths: ["static/css", "node_modules"],
    style: "compressed",
    quietDeps: true,
  });
  return writeFile(join(DIST, `${name}.css`), css);
}

await Promise.all([DIST, MAPS].map((folder) => mkdir(folder, { recursive: true })));
await Promise.all([buildScripts(SCRIPTS, "esm"), buildScripts(CLASSIC, "iife"), ...STYLES.map(buildStyles)]);
