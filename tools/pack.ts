/** `npm run pack [-- <folder>]`: the tarballs that are published, by default in dist/packages. */
import { resolve } from "node:path";
import { packPackages } from "./pack-packages.ts";

const root = resolve(import.meta.dirname, "..");
const target = resolve(root, process.argv[2] ?? "dist/packages");
for (const tarball of packPackages(root, target)) console.log(tarball);
