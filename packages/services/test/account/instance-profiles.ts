import { CONFLICT, command, type Deletion, FULL, type Kind, NONE, read, type Step, TAKEN } from "./kind.ts";
import { low, pick, profile, role, roleNames } from "./names.ts";

/** Mostly one role for a profile, so that what is taken out is what is in it. */
const heldRole = (step: Step): string => (step.name < 4 ? pick(roleNames, step.second) : role(step));

export const instanceProfiles: Kind = {
  commands: [
    ({ profiles }, step, spell) => {
      const name = profile(step);
      const input = { InstanceProfileName: spell(name) };
      return command("iam:CreateInstanceProfile", input, profiles.has(name) && TAKEN, () =>
        profiles.set(name, { tags: new Map(), role: undefined }),
      );
    },
    ({ profiles }, step, spell) => {
      const name = profile(step);
      const known = profiles.get(name);
      const error = known === undefined ? NONE : known.role !== undefined && CONFLICT;
      return command("iam:DeleteInstanceProfile", { InstanceProfileName: spell(name) }, error, () =>
        profiles.delete(name),
      );
    },
    ({ profiles, roles }, step, spell) => {
      const known = profiles.get(profile(step));
      const error =
        known === undefined || !roles.has(heldRole(step)) ? NONE : known.role !== undefined && FULL;
      const input = { InstanceProfileName: spell(profile(step)), RoleName: spell(heldRole(step)) };
      return command("iam:AddRoleToInstanceProfile", input, error, () => {
        if (known !== undefined) known.role = heldRole(step);
      });
    },
    ({ profiles, roles }, step, spell) => {
      const known = profiles.get(profile(step));
      const there = roles.has(heldRole(step)) && known?.role === heldRole(step);
      const input = { InstanceProfileName: spell(profile(step)), RoleName: spell(heldRole(step)) };
      return command("iam:RemoveRoleFromInstanceProfile", input, !there && NONE, () => {
        if (known !== undefined) known.role = undefined;
      });
    },
  ],
  reads: [
    read(
      "iam:ListInstanceProfiles",
      {},
      ({ InstanceProfiles }) =>
        InstanceProfiles.map(({ InstanceProfileName, Roles: [role] }) => [
          low(InstanceProfileName),
          low(role?.RoleName),
        ]),
      ({ profiles }) => [...profiles].map(([name, { role }]) => [name, role ?? ""]).sort(),
    ),
  ],
  clearing: ({ profiles }) =>
    [...profiles].flatMap(([InstanceProfileName, { role: RoleName }]): readonly Deletion[] => [
      ...(RoleName === undefined
        ? []
        : [["iam:RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName }] as const]),
      ["iam:DeleteInstanceProfile", { InstanceProfileName }],
    ]),
};
