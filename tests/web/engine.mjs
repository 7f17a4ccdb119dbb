// Runs a built web game in Pyodide under Node, with SDL's dummy drivers: engine.mjs FOLDER [FILE_TO_KEEP...]
import fs from "node:fs";
import { pathToFileURL } from "node:url";
const [folder, ...kept] = process.argv.slice(2);
// SDL asks a browser for these.
const navigator = { getGamepads: () => [], userAgent: "node", platform: "node" };
Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
const plan = JSON.parse(fs.readFileSync(`${folder}/index.html`, "utf8").match(/const plan = (\{.*\});/)[1]);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide/pyodide.mjs`).href);
const py = await loadPyodide({ env: { HOME: "/home/pyodide", SDL_VIDEODRIVER: "dummy", SDL_AUDIODRIVER: "dummy" } });
const site = py.runPython("import sysconfig; sysconfig.get_path('purelib')");
const bytes = (path) => new Uint8Array(fs.readFileSync(`${folder}/${path}`));
for (const { path } of plan.archives) {
  py.unpackArchive(bytes(path), path.endsWith(".whl") ? "wheel" : "zip", { extractDir: site });
}
py.FS.mkdirTree("/game");
py.unpackArchive(bytes(plan.game.path), "zip", { extractDir: "/game" });
const base = py.runPython(`import glob; glob.glob('${site}/pygame/base.*.so')[0]`);
await py._api.loadDynlib(base, true);
const program = py.pyimport("stealth_pygame.page.program");
program.start_engine();
// As fast as it goes: nobody looks.
py.pyimport("stealth_pygame.page.frames").install(() => new Promise((resolve) => setImmediate(resolve)));
try {
  const path = py.pyimport("pathlib").Path("/game");
  await program.Program(plan.game.program, path, py.toPy(plan.game.arguments)).run();
} catch (error) {
  console.log(String(error.message ?? error).slice(-3000));
  process.exit(1);
}
for (const path of kept) fs.writeFileSync(path.split("/").pop(), py.FS.readFile(path));
process.exit(0);
