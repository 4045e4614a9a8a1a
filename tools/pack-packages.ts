import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes the tarball of every package: JavaScript and declarations in `dist`, where the checkout has TypeScript in
 * `src`, because Node strips no types under node_modules.
 *
 * @returns the paths of the tarballs
 * @throws if a source has an error, or npm cannot pack
 */
export function packPackages(root: string, target: string): string[] {
  const staging = mkdtempSync(join(tmpdir(), "portcullis-pack-"));
  try {
    const emitted = emit(root, staging);
    const folders = globSync("packages/*/package.json", { cwd: root })
      .map((manifest) => stage(join(root, manifest, ".."), emitted, staging))
      .sort();
    mkdirSync(target, { recursive: true });
    return npmPack(folders, target);
  } finally {
    rmSync(staging, { recursive: true });
  }
}

/** Packs folders as they stand, and runs none of their scripts. */
function npmPack(folders: readonly string[], target: string): string[] {
  const args = ["pack", "--json", "--ignore-scripts", "--offline", "--pack-destination", target, ...folders];
  const output = execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const packed: readonly { filename: string }[] = JSON.parse(output);
  return packed.map(({ filename }) => join(target, filename));
}

/** Compiles all packages together; returns the folder that has one folder for each. */
function emit(root: string, staging: string): string {
  const outDir = join(staging, "emitted");
  const config = join(staging, "tsconfig.json");
  const compilerOptions = {
    noEmit: false,
    noEmitOnError: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: join(root, "packages"),
    outDir,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };
  const include = [join(root, "packages/*/src")];
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include }),
  );
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return outDir;
}

/** Lays one package out as it is published; returns its folder. */
function stage(source: string, emitted: string, staging: string): string {
  const folder = source.slice(source.lastIndexOf("/") + 1);
  const staged = join(staging, "staged", folder);
  mkdirSync(staged, { recursive: true });
  renameSync(join(emitted, folder, "src"), join(staged, "dist"));
  for (const table of globSync("**/*.json", { cwd: join(source, "src") })) {
    cpSync(join(source, "src", table), join(staged, "dist", table));
  }
  if (existsSync(join(source, "bin"))) cpSync(join(source, "bin"), join(staged, "bin"), { recursive: true });
  for (const text of globSync("*.md", { cwd: source })) cpSync(join(source, text), join(staged, text));
  cpSync(join(source, "../../LICENSE"), join(staged, "LICENSE"));
  const { exports, ...manifest } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const published = {
    ...manifest,
    engines: { node: ">=24" },
    ...(exports === undefined ? {} : { exports: publishedExports }),
    files: ["dist", "bin", "*.md"],
    publishConfig: { access: "public" },
  };
  writeFileSync(join(staged, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
  return staged;
}

const publishedExports = { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } };
