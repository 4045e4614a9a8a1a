/** The strings with a pattern that inputs are made of, found as a validator would find them. */
import { type Shape, type StringShape, serviceIds, services } from "@portcullis/aws-model";

export type PatternString = StringShape & {
  readonly pattern: string;
  readonly matches: (value: string) => boolean;
};

/** `service:shape` → shape, of every string of an input. */
export function inputStrings(): Map<string, StringShape> {
  const found = new Map<string, StringShape>();
  for (const id of serviceIds) {
    const seen = new Set<Shape>();
    const visit = (shape: Shape): void => {
      if (seen.has(shape)) return;
      seen.add(shape);
      if (shape.type === "string") found.set(`${id}:${shape.name}`, shape);
      if (shape.type === "structure") for (const member of shape.members) visit(member.shape);
      if (shape.type === "list") visit(shape.member);
      if (shape.type === "map") for (const part of [shape.key, shape.value]) visit(part);
    };
    for (const { input } of Object.values(services[id].operations)) if (input !== undefined) visit(input);
  }
  return found;
}

/** One shape for each pattern. */
export function patternStrings(): PatternString[] {
  const byPattern = new Map<string, PatternString>();
  for (const shape of inputStrings().values()) {
    if (shape.pattern !== undefined) byPattern.set(shape.pattern, shape as PatternString);
  }
  return [...byPattern.values()];
}
