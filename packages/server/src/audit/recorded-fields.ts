import type { Member, ServiceId, Shape, StructureShape } from "@portcullis/aws-model";
import type { MayEcho } from "@portcullis/wire";
import { type Fate, hiddenMembers, plainMembers } from "./recorded-fields.table.ts";

const suspicious =
  /code|token|secret|pass(word|phrase|code)|key|seed|assertion|verifier|credential|certificate|private|body|material|signature|challenge|nonce|encoded|decoded|png/i;

/** Whether a member's name sounds like a secret, so that a person must have said what becomes of it. */
export function soundsSecret(member: string): boolean {
  return suspicious.test(member);
}

const fates: ReadonlyMap<string, Fate> = new Map([
  ...rows(plainMembers, "plain"),
  ...rows(hiddenMembers, "hidden"),
]);

function rows(table: typeof plainMembers, fate: Fate): readonly (readonly [string, Fate])[] {
  return table.flatMap(([service, structures, members]) =>
    structures.flatMap((structure) =>
      members.map((member) => [`${service}:${structure}.${member}`, fate] as const),
    ),
  );
}

/** The names of all rows, `iam:AccessKey.SecretAccessKey`; for the check that each one means something. */
export const recordedFieldRows: readonly string[] = [...fates.keys()];

/** What a person said of a member; undefined: nothing. Hiding comes first. */
export function classified(service: ServiceId, structure: StructureShape, member: string): Fate | undefined {
  const own = fates.get(`${service}:${structure.name}.${member}`);
  const everywhere = fates.get(`${service}:*.${member}`);
  return own === "hidden" || everywhere === "hidden" ? "hidden" : own;
}

/** Whether a member stands in events and may stand in error texts. Hidden unless all says otherwise. */
export function fateOf(service: ServiceId, structure: StructureShape, member: Member): Fate {
  if (isSensitive(member.shape)) return "hidden";
  const said = classified(service, structure, member.name);
  if (said !== undefined) return said;
  return member.shape.type === "blob" || soundsSecret(member.name) ? "hidden" : "plain";
}

function isSensitive(shape: Shape): boolean {
  if (shape.sensitive) return true;
  if (shape.type === "list") return isSensitive(shape.member);
  return shape.type === "map" && (isSensitive(shape.key) || isSensitive(shape.value));
}

/** Which values the texts of constraint violations may repeat: those of members that are recorded. */
export const mayEcho: MayEcho = (operation, path) => {
  let shape: Shape | undefined = operation.input;
  for (const name of path) {
    const structure = inside(shape);
    if (structure?.type !== "structure") return false;
    const member: Member | undefined = structure.members.find((each) => each.name === name);
    if (member === undefined || fateOf(operation.service, structure, member) === "hidden") return false;
    shape = member.shape;
  }
  return path.length > 0;
};

/** What is in a list or map, or in lists of lists. */
function inside(shape: Shape | undefined): Shape | undefined {
  let inner = shape;
  while (inner !== undefined && (inner.type === "list" || inner.type === "map")) {
    inner = inner.type === "list" ? inner.member : inner.value;
  }
  return inner;
}
