"use strict";
// Turns on the compile cache and starts the command. Loaded by portcullis.js once Node is known to be suitable.

const fs = require("node:fs");
const nodeModule = require("node:module");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

/** Whether nobody but this user (and root) can replace `folder` or anything on the way to it. */
function isPrivate(folder) {
  const user = process.getuid();
  const own = fs.lstatSync(folder);
  if (!own.isDirectory() || own.uid !== user || (own.mode & 0o077) !== 0) return false;
  for (let at = path.dirname(folder); ; at = path.dirname(at)) {
    const { uid, mode } = fs.lstatSync(at);
    const replaceable = (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
    if ((uid !== user && uid !== 0) || replaceable) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** The first of the candidates that is, or can be made, a private folder. */
function findCacheFolder(candidates) {
  for (const candidate of candidates) {
    try {
      const wanted = candidate();
      fs.mkdirSync(wanted, { recursive: true, mode: 0o700 });
      const folder = fs.realpathSync(wanted);
      if (isPrivate(folder)) return folder;
    } catch {
      // No home, cannot be made, or cannot be looked at: no cache there.
    }
  }
  return undefined;
}

function nearestNodeModules() {
  const checkout = path.join(__dirname, "..", "..", "..", "node_modules");
  return fs.existsSync(checkout) ? checkout : path.join(__dirname, "..", "..");
}

// INVARIANT: compiled code is read only from a folder that nobody else can write, for whoever writes it runs code
// in this process; only the operator can name another, by NODE_COMPILE_CACHE. Without one the start is slower.
function enableCompileCache() {
  if (typeof process.getuid !== "function") return;
  const folder = findCacheFolder([
    () => path.join(nearestNodeModules(), ".cache", "portcullis"),
    () => path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "portcullis"),
  ]);
  if (folder === undefined) return;
  nodeModule.enableCompileCache(folder);
  // Worker threads take it from here.
  process.env.NODE_COMPILE_CACHE = folder;
}

/** Node strips no types under node_modules, so an installed package has `dist` where a checkout has `src`. */
function mainFile() {
  const source = path.join(__dirname, "..", "src", "main.ts");
  return fs.existsSync(source) ? source : path.join(__dirname, "..", "dist", "main.js");
}

enableCompileCache();
// Under `node --watch` every worker thread would send its imports among its own messages.
delete process.env.WATCH_REPORT_DEPENDENCIES;
// A process that is killed never gets to write its cache, so it is written once it has started, too.
setTimeout(nodeModule.flushCompileCache, 2_000).unref();
import(pathToFileURL(mainFile()).href).catch((error) => {
  process.stderr.write(`portcullis: it could not start: ${error?.stack ?? error}\n`);
  process.exit(1);
});
