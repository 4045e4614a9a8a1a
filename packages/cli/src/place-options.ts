import { type Config, type ConfigProblem, loadConfig } from "@portcullis/server";
import type { Arguments, OptionRow } from "./arguments.ts";
import type { Surroundings } from "./command.ts";

/**
 * Options of `start` that say where a deployment is kept: those of these names take a value, and the plain one none.
 * Which may be given more than once `start` says, that is `readPlace`.
 */
export function placeRows(names: readonly string[]): Readonly<Record<string, OptionRow>> {
  return {
    ...Object.fromEntries(names.map((name) => [name, { type: "string", multiple: true } as const])),
    "allow-plain-database": { type: "boolean" },
  };
}

type Values = Extract<Arguments, { values: unknown }>["values"];

/** Where a deployment is kept, as `start` reads it. @param values what was given of `placeRows(names)` */
export function readPlace(
  names: readonly string[],
  values: Values,
  env: Surroundings["env"],
): Config | ConfigProblem {
  const place = names.flatMap((name) => {
    const given = values[name];
    return Array.isArray(given) ? given.map((value) => `--${name}=${value}`) : [];
  });
  if (values["allow-plain-database"] === true) place.push("--allow-plain-database");
  return loadConfig(place, env);
}
