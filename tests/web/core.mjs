// Runs a Python file in Pyodide under Node: core.mjs PYODIDE LIBRARY.zip PROGRAM WHEEL...
import fs from "node:fs";
import { pathToFileURL } from "node:url";
const [pyodide, library, program, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const bytes = (path) => new Uint8Array(fs.readFileSync(path));
const py = await loadPyodide({ env: { HOME: "/home/pyodide", ...Object.fromEntries(["BACKEND", "KEY", "FREE"].map((name) => [name, process.env[name] ?? ""])) } });
const site = py.runPython("import sysconfig; sysconfig.get_path('purelib')");
for (const wheel of wheels) py.unpackArchive(bytes(wheel), "wheel", { extractDir: site });
py.unpackArchive(bytes(library), "zip", { extractDir: site });
try {
  await py.runPythonAsync(fs.readFileSync(program, "utf8"));
} catch (error) {
  console.log(String(error.message ?? error).slice(-3000));
  process.exit(1);
}
process.exit(0);
