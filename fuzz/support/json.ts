import { anyText } from "./mutate.ts";
import type { Random } from "./random.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Any JSON value. @param names what its members may be called */
export function anyJson(random: Random, names: readonly string[], depth = 0): Json {
  switch (random.int(depth > 4 ? 4 : 6)) {
    case 0:
      return random.pick([null, true, false]);
    case 1:
      return random.pick([0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, 2 ** 31]);
    case 2:
      return anyText(random);
    case 3:
      return random.pick(names);
    case 4:
      return Array.from({ length: random.int(4) }, () => anyJson(random, names, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.int(5) }, () => [
          random.once(6) ? anyText(random, 6) : random.pick(names),
          anyJson(random, names, depth + 1),
        ]),
      );
  }
}

/** The value with one place replaced, dropped, wrapped, or copied from somewhere else in it. */
export function mutateJson(random: Random, value: Json, names: readonly string[]): Json {
  const places = [...placesOf(value, [])];
  const path = random.pick(places);
  const other = valueAt(value, random.pick(places));
  const changed = random.pick<(held: Json) => Json | undefined>([
    () => anyJson(random, names, 3),
    () => other,
    (held) => [held],
    (held) => (Array.isArray(held) ? held[0] : undefined),
    () => undefined,
    (held) => (typeof held === "string" ? held + random.pick(["*", "${x}", " ", "/"]) : other),
  ]);
  return replaced(value, path, changed) ?? null;
}

type Path = readonly (string | number)[];

function* placesOf(value: Json, path: Path): Generator<Path> {
  yield path;
  if (value === null || typeof value !== "object") return;
  for (const [name, held] of Object.entries(value)) yield* placesOf(held, [...path, name]);
}

function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((held, step) => (held as Record<string | number, Json>)[step] ?? null, value);
}

function replaced(
  value: Json,
  [step, ...rest]: Path,
  change: (held: Json) => Json | undefined,
): Json | undefined {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((held: Json, at) =>
      String(at) === String(step)
        ? [replaced(held, rest, change)].filter((each) => each !== undefined)
        : [held],
    );
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).flatMap(([name, held]) => {
      const made = name === step ? replaced(held, rest, change) : held;
      return made === undefined ? [] : [[name, made]];
    }),
  );
}
