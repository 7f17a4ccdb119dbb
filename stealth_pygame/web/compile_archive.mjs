// Compiles archives with Pyodide's own Python: node compile_archive.mjs PYODIDE SCRIPT [--beside] ARCHIVE...
import fs from "node:fs";
import { pathToFileURL } from "node:url";
const [pyodide, script, ...archives] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const py = await loadPyodide();
py.globals.set("__name__", "compile_archive");
py.runPython(fs.readFileSync(script, "utf8"));
let mode = "";
for (const archive of archives) {
  if (archive.startsWith("--")) { mode = archive; continue; }
  py.FS.writeFile("/archive.zip", new Uint8Array(fs.readFileSync(archive)));
  py.globals.get("compile_archive")("/archive.zip", mode);
  fs.writeFileSync(archive, py.FS.readFile("/archive.zip"));
}
