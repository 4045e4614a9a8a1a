import { command, type Kind, NONE, type Step } from "./kind.ts";

const services = [
  ["ecs.amazonaws.com", "AWSServiceRoleForECS"],
  ["support.amazonaws.com", "AWSServiceRoleForSupport"],
] as const;
const linkedTo = ({ name }: Step) => services[name % 2]!;

/** ListRoles tells of them, with all other roles. */
export const serviceLinkedRoles: Kind = {
  commands: [
    ({ linked }, step) => {
      const [AWSServiceName, name] = linkedTo(step);
      // AWS does not say EntityAlreadyExists of these.
      return command(
        "iam:CreateServiceLinkedRole",
        { AWSServiceName },
        linked.has(name) && "InvalidInput",
        () => linked.add(name),
      );
    },
    ({ linked }, step, spell) => {
      const [, name] = linkedTo(step);
      return command(
        "iam:DeleteServiceLinkedRole",
        { RoleName: spell(name) },
        !linked.has(name) && NONE,
        () => linked.delete(name),
      );
    },
    ({ linked }, step, spell) => {
      const [, name] = linkedTo(step);
      const error = linked.has(name) ? "UnmodifiableEntity" : NONE;
      return command("iam:DeleteRole", { RoleName: spell(name) }, error, () => {});
    },
  ],
  reads: [],
  clearing: ({ linked }) => [...linked].map((RoleName) => ["iam:DeleteServiceLinkedRole", { RoleName }]),
};
