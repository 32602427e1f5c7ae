// Bundles each explorer, and what a page loads beside it, into course_lib/explorers/bundles: `make bundles`.
// With a folder as argument it writes there instead, for the test that compares.

import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const HERE = dirname(fileURLToPath(import.meta.url))
const SOURCES = resolve(HERE, "../../course_lib/explorers/js")
const INTO = resolve(process.argv[2] ?? join(SOURCES, "../bundles"))
const LIBRARIES = /^node_modules\/([^/]+)\//

// The lines of a bundle that say where it comes from: its sources with their digest, the libraries and their licences.
function origin(name, inputs) {
  const own = inputs.filter((input) => !LIBRARIES.test(input)).map((input) => relative(SOURCES, resolve(HERE, input)))
  const libraries = [...new Set(inputs.map((input) => input.match(LIBRARIES)?.[1]).filter(Boolean))]
    .map((library) => JSON.parse(readFileSync(join(HERE, "node_modules", library, "package.json"), "utf8")))
  const digest = createHash("sha256")
  for (const source of own.sort()) digest.update(`${source}\n${readFileSync(join(SOURCES, source), "utf8")}`)
  return [
    `// source: js/${name}.js and what it imports, bundled by \`make bundles\`; sha256 ${digest.digest("hex")}`,
    ...libraries.map((each) =>
      `// source: ${each.name} ${each.version}, licence ${each.license}, ${homepage(each)}`),
  ].join("\n")
}

const homepage = ({ homepage, repository }) => homepage ?? (repository.url ?? repository).replace(/^git\+|\.git$/g, "")

mkdirSync(INTO, { recursive: true })
const old = new Set(readdirSync(INTO))
for (const file of readdirSync(SOURCES).sort()) {
  const text = readFileSync(join(SOURCES, file), "utf8")
  if (file === "loader.js" || !/^export default /m.test(text)) continue
  // From a file, a browser makes workers of plain scripts alone.
  const format = file.endsWith("_worker.js") ? "iife" : "esm"
  const made = await build({
    absWorkingDir: HERE, entryPoints: [join(SOURCES, file)], nodePaths: [join(HERE, "node_modules")],
    bundle: true, minify: true, format, target: "es2022", charset: "utf8", legalComments: "inline",
    write: false, metafile: true,
  })
  const name = file.replace(/\.js$/, "")
  writeFileSync(join(INTO, file), `${origin(name, Object.keys(made.metafile.inputs))}\n${made.outputFiles[0].text}`)
  old.delete(file)
}
for (const file of old) rmSync(join(INTO, file))
