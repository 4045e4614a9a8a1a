import { newEnforcer, newModelFromString } from "casbin";
import type { Decider } from "./engines.ts";
import { rulesOf, userArn, type Workload } from "./workload.ts";

const model = `
[request_definition]
r = sub, act, obj, ctx
[policy_definition]
p = sub, acts, objs, cond, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = named(r.sub, p.sub) && like(r.act, p.acts) && like(r.obj, p.objs) && holds(r.ctx, p.cond)
`;

/** Glob lists whose stars stand at the end, as they do in the workloads. */
function like(text: string, patterns: string): boolean {
  return patterns
    .split("|")
    .some((pattern) => (pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern));
}

/**
 * The same statements as rows of a casbin policy. Casbin knows no layers: all statements stand in one list, which
 * is less than what the others do on L.
 */
export async function casbin({ world, asks }: Workload): Promise<Decider> {
  const enforcer = await newEnforcer(newModelFromString(model));
  enforcer.enableAutoSave(false);
  enforcer.addFunction("named", (user: string, principal: string) => principal === "*" || user === principal);
  enforcer.addFunction("like", like);
  enforcer.addFunction("holds", (context: Workload["asks"][number]["context"], condition: string) => {
    if (condition === "-") return true;
    const [key, value] = condition.split("=") as [string, string];
    return like(context.get(key)?.[0] ?? "", value);
  });
  const rows = rulesOf(world).map(({ effect, actions, resources, principal, condition }, at) => [
    principal ?? "*",
    actions.join("|"),
    // Casbin drops a row that is there twice.
    [...resources, `statement-${at}`].join("|"),
    condition === undefined ? "-" : `${condition.key.toLowerCase()}=${condition.value}`,
    effect === "Allow" ? "allow" : "deny",
  ]);
  await enforcer.addPolicies(rows);
  return (at) => {
    const { user, action, resource, context } = asks[at]!;
    return enforcer.enforceSync(userArn(user), action, resource, context);
  };
}
