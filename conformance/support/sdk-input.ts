/** Parameters of the query protocol as the official client takes them. */
import type { Shape } from "@portcullis/aws-model";
import type { Parameters } from "./calls.ts";

type Tree = { [name: string]: Tree | string };

/** @param shape of the operation's input */
export function sdkInput(shape: Shape | undefined, parameters: Parameters): object {
  const tree: Tree = {};
  for (const [name, value] of Object.entries(parameters)) {
    const way = name.split(".");
    const last = way.pop() ?? "";
    let at = tree;
    for (const step of way) {
      at[step] ??= {};
      at = at[step] as Tree;
    }
    at[last] = value;
  }
  return shape === undefined ? {} : (memberOf(shape, tree) as object);
}

function memberOf(shape: Shape, tree: Tree | string): unknown {
  switch (shape.type) {
    case "structure":
      return Object.fromEntries(
        shape.members.flatMap(({ name, wireName, shape: inner }) => {
          const value = (tree as Tree)[wireName];
          return value === undefined ? [] : [[name, memberOf(inner, value)]];
        }),
      );
    case "list":
      return Object.values((tree as Tree)[shape.memberName] ?? {}).map((each) =>
        memberOf(shape.member, each),
      );
    case "boolean":
      return tree === "true";
    case "integer":
    case "long":
      return Number(tree);
    default:
      return tree;
  }
}
