import type { Operation } from "@portcullis/aws-model";
import type { Found } from "@portcullis/services";
import type { EventRow } from "@portcullis/storage";
import { bounds } from "./bounds.table.ts";
import { namedInAnswer, namedInRequest } from "./event-resources.table.ts";
import { columnText } from "./json-text.ts";

type Resources = EventRow["resources"];
type Named = readonly (readonly [member: string, type: string])[];

interface Places {
  readonly request: Named;
  readonly answer: readonly { readonly member: string; readonly named: Named }[];
}

const none: Resources = [];
const placesOf = new WeakMap<Operation, Places>();

/** What an event is found by: what the request named, what was found or made by it. Each once. */
export function eventResources(
  operation: Operation,
  input: unknown,
  output: unknown,
  found: Found,
): Resources {
  const { request, answer } = places(operation);
  let all: { readonly type: string; readonly name: string }[] | undefined;
  const add = (type: string, name: unknown): void => {
    if (typeof name !== "string" || name === "") return;
    const short = columnText(name, bounds.resourceName);
    all ??= [];
    if (all.length < bounds.resources && !all.some((each) => each.name === short && each.type === type)) {
      all.push({ type, name: short });
    }
  };
  // What was made comes first, so that a request cannot crowd it out.
  for (const { member, named } of answer) {
    const made = memberOf(output, member);
    for (const [name, type] of named) add(type, memberOf(made, name));
  }
  for (const key in found) {
    const each = found[key];
    if (each !== undefined) add(each.cloudType, each.label);
  }
  for (const [name, type] of request) add(type, memberOf(input, name));
  return all ?? none;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function places(operation: Operation): Places {
  let known = placesOf.get(operation);
  if (known === undefined) {
    const { service, input, output } = operation;
    known = {
      request: namedInRequest[service].filter(([name]) =>
        input?.members.some((member) => member.name === name),
      ),
      answer: (output?.members ?? []).flatMap(({ name, shape }) => {
        const named = namedInAnswer[service].get(shape.name);
        return named === undefined ? [] : [{ member: name, named }];
      }),
    };
    placesOf.set(operation, known);
  }
  return known;
}
