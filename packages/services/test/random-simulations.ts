/** Simulations drawn at random, each beside the question that it must be to the engine. */
import { check, compile, type Layers, type PolicyType, type Request } from "@portcullis/policy";
import { contextOf } from "../../policy/test/engine.ts";
import type { Random } from "../../policy/test/random.ts";
import { worldOf } from "../../policy/test/worlds.ts";
import { entry, type Input } from "./simulating.ts";

export interface Question {
  readonly input: Input;
  readonly layers: Layers;
  readonly request: Request;
}

// biome-ignore lint/suspicious/noExplicitAny: documents are plain JSON.
type Json = any;

/** A document whose first statement is on its second line, the next on the third, and so on. */
function textOf({ Statement, ...rest }: Json): string {
  const version = rest.Version === undefined ? "" : `"Version":"${rest.Version}",`;
  const statements = [Statement].flat().map((each: unknown) => escaped(JSON.stringify(each)));
  return `{${version}"Statement":[\n${statements.join(",\n")}]}`;
}

/** Requests take the characters of Latin-1 alone. */
const escaped = (text: string) =>
  text.replaceAll(/[\u0100-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** These with the statements alone that may be saved. */
function valid(type: PolicyType, documents: readonly Json[]): readonly string[] {
  return documents.flatMap((document) => {
    const alone = (statement: Json) => textOf({ ...document, Statement: statement });
    const Statement = [document.Statement]
      .flat()
      .filter((statement) => check(type, alone(statement)).length === 0);
    const text = textOf({ ...document, Statement });
    return Statement.length > 0 && check(type, text).length === 0 ? [text] : [];
  });
}

const set = (type: PolicyType, member: string, texts: readonly string[]) =>
  compile(
    type,
    texts.map((text, at) => ({ source: { name: `${member}.${at + 1}` }, text })),
  );

const named = (type: PolicyType, name: string, text: string) => compile(type, [{ source: { name }, text }]);

/** Leaves a decision to the policies of the caller's own account. */
const delegation = (account: string) =>
  named(
    "resource",
    "delegation",
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "*", Resource: "*" }],
    }),
  );

/** undefined: what was drawn is not to be simulated, as its caller is neither a user nor a role. */
export function questionOf(random: Random): Question | undefined {
  const world = worldOf(random);
  const { principal, action, resource } = world;
  const PolicyInputList = valid("identity", world.identity);
  const caller: Json = callerOf(principal);
  if (caller === undefined || PolicyInputList.length === 0) return undefined;
  const levels = world.scps.map((level) => valid("scp", level)).filter(({ length }) => length > 0);
  const [boundary] = valid("boundary", world.boundary === undefined ? [] : [world.boundary]);
  const given = resource.arn === "*" ? undefined : resourcePolicyOf(world.resourcePolicy?.document);
  const { account } = caller.principal;
  const owner = given === undefined ? undefined : (resource.account ?? undefined);
  const context = Object.entries(world.context).filter(([, values]) => (values ?? []).length > 0);
  const inArn = resource.arn.split(":")[4];
  return {
    input: {
      CallerArn: caller.arn,
      PolicyInputList,
      ActionNames: [action],
      ResourceArns: [resource.arn],
      ContextEntries: context.map(([key, values]) => entry(key, "stringList", ...(values as string[]))),
      OrderedOrganizationPolicyInputList: levels.map((texts) => ({ ServiceControlPolicyInputList: texts })),
      ...(boundary === undefined ? {} : { PermissionsBoundaryPolicyInputList: [boundary] }),
      ...(given === undefined ? {} : { ResourcePolicy: given.text }),
      ...(owner === undefined ? {} : { ResourceOwner: `arn:aws:iam::${owner}:root` }),
    },
    layers: {
      identity: [set("identity", "PolicyInputList", PolicyInputList)],
      scps: levels.map((texts) => [set("scp", "ServiceControlPolicyInputList", texts)]),
      rcps: [],
      ...(boundary === undefined
        ? {}
        : { boundary: set("boundary", "PermissionsBoundaryPolicyInputList", [boundary]) }),
      resource: given === undefined ? delegation(account) : named(given.type, "ResourcePolicy", given.text),
    },
    request: {
      principal: caller.principal,
      action,
      resource: { arn: resource.arn, account: given === undefined ? account : inArn || owner || account },
      context: contextOf({ ...caller.context, ...Object.fromEntries(context) }),
    },
  };
}

/** The policy of a resource, if it may be simulated: it must name ARNs. */
function resourcePolicyOf(document: Json): { readonly type: PolicyType; readonly text: string } | undefined {
  if (document === undefined) return undefined;
  const namesArns = ({ Resource, NotResource }: Json) => ![Resource ?? NotResource].flat().includes("*");
  const Statement = [document.Statement].flat().filter(namesArns);
  for (const type of ["trust", "resource"] as const) {
    const [text] = valid(type, [{ ...document, Statement }]);
    if (text !== undefined) return { type, text };
  }
  return undefined;
}

/** What a simulation knows of its caller: the ARN alone, where the context does not say more. */
function callerOf({ kind, arn, roleArn, account }: Json) {
  if (kind !== "user" && kind !== "role-session") return undefined;
  const holder = kind === "user" ? arn : roleArn;
  if (!holder.startsWith("arn:aws:")) return undefined;
  const name = holder.split("/").at(-1);
  const known = {
    "aws:principalarn": [holder],
    "aws:principalaccount": [account],
    "aws:userid": [holder],
  };
  if (kind === "user")
    return {
      arn,
      principal: { kind, arn, account, id: "" },
      context: { ...known, "aws:username": [name] },
    };
  const session = `arn:aws:sts::${account}:assumed-role/${name}/`;
  return {
    arn: roleArn,
    principal: { kind, arn: session, roleArn, account, id: "" },
    context: known,
  };
}
