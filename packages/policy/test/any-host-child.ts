/**
 * Run by `any-host.test.ts` with `--experimental-vm-modules`: loads the package's modules, types stripped, in a
 * context that has what the language itself has and nothing of Node's, and decides there the cases whose texts it is given.
 */
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { createContext, type Module, SourceTextModule } from "node:vm";

const context = createContext(Object.create(null) as object);
const modules = new Map<string, SourceTextModule>();

function moduleAt(url: URL): SourceTextModule {
  const known = modules.get(url.href);
  if (known !== undefined) return known;
  const source = stripTypeScriptTypes(readFileSync(url, "utf8"));
  const made = new SourceTextModule(source, { context, identifier: url.href });
  modules.set(url.href, made);
  return made;
}

function link(specifier: string, from: Module): SourceTextModule {
  if (!specifier.startsWith(".")) throw new Error(`${from.identifier} imports ${specifier}`);
  return moduleAt(new URL(specifier, from.identifier));
}

const policy = moduleAt(new URL("../src/index.ts", import.meta.url));
await policy.link(link);
await policy.evaluate();
const { readCases, decide, explain } = policy.namespace as typeof import("@portcullis/policy");
const texts = JSON.parse(readFileSync(0, "utf8")) as readonly string[];
const outcomes = texts
  .flatMap((text) => readCases(text))
  .map((read) => {
    if (!read.ok) return read.problem;
    const { id, layers, request } = read.case;
    return [id, decide(layers, request).outcome, explain(layers, request).outcome];
  });
console.log(JSON.stringify({ modules: modules.size, outcomes }));
