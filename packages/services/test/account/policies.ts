import { allow } from "../people.ts";
import { boundaries } from "./boundaries.ts";
import { attachments } from "./holders.ts";
import { CONFLICT, command, type Deletion, FULL, found, type Kind, NONE, read, TAKEN } from "./kind.ts";
import { policy, policyArn, policyNames, sorted } from "./names.ts";

const PolicyDocument = allow("s3:GetObject");

/** ARNs are exact, so that policies have one spelling. */
export const policies: Kind = {
  commands: [
    ({ policies }, step) => {
      const name = policy(step);
      const input = { PolicyName: name, PolicyDocument };
      return command("iam:CreatePolicy", input, policies.has(name) && TAKEN, () =>
        policies.set(name, { tags: new Map(), versions: new Set([1]), default: 1, next: 2 }),
      );
    },
    (model, step) => {
      const name = policy(step);
      const known = model.policies.get(name);
      const used = attachments(model, name) + boundaries(model, name) > 0;
      const error = known === undefined ? NONE : (used || known.versions.size > 1) && CONFLICT;
      return command("iam:DeletePolicy", { PolicyArn: policyArn(name) }, error, () =>
        model.policies.delete(name),
      );
    },
    ({ policies }, step) => {
      const known = policies.get(policy(step));
      const error = known === undefined ? NONE : known.versions.size === 5 && FULL;
      const SetAsDefault = step.upper;
      const input = { PolicyArn: policyArn(policy(step)), PolicyDocument, SetAsDefault };
      return command("iam:CreatePolicyVersion", input, error, () => {
        if (known === undefined) return;
        known.versions.add(known.next);
        if (SetAsDefault) known.default = known.next;
        known.next++;
      });
    },
    ({ policies }, step) => {
      const known = policies.get(policy(step));
      const number = 1 + (step.name % 4);
      const missing = known?.versions.has(number) !== true;
      const error = missing ? NONE : known.default === number && CONFLICT;
      const input = { PolicyArn: policyArn(policy(step)), VersionId: `v${number}` };
      return command("iam:DeletePolicyVersion", input, error, () => known?.versions.delete(number));
    },
    ({ policies }, step) => {
      const known = policies.get(policy(step));
      const number = 1 + (step.name % 4);
      const missing = known?.versions.has(number) !== true;
      const input = { PolicyArn: policyArn(policy(step)), VersionId: `v${number}` };
      return command("iam:SetDefaultPolicyVersion", input, missing && NONE, () => {
        if (known !== undefined) known.default = number;
      });
    },
  ],
  reads: policyNames.flatMap((name) => [
    read(
      "iam:GetPolicy",
      { PolicyArn: policyArn(name) },
      ({ Policy }) => [
        Policy?.AttachmentCount,
        Policy?.PermissionsBoundaryUsageCount,
        Policy?.DefaultVersionId,
      ],
      found(
        ({ policies }) => policies.get(name),
        (known, model) => [attachments(model, name), boundaries(model, name), `v${known.default}`],
      ),
    ),
    read(
      "iam:ListPolicyVersions",
      { PolicyArn: policyArn(name) },
      ({ Versions = [] }) => sorted(Versions.map(({ VersionId = "" }) => VersionId)),
      found(
        ({ policies }) => policies.get(name),
        ({ versions }) => sorted([...versions].map((number) => `v${number}`)),
      ),
    ),
  ]),
  clearing: ({ policies }) =>
    [...policies].flatMap(([name, known]): readonly Deletion[] => {
      const PolicyArn = policyArn(name);
      const others = [...known.versions].filter((number) => number !== known.default);
      return [
        ...others.map(
          (number): Deletion => ["iam:DeletePolicyVersion", { PolicyArn, VersionId: `v${number}` }],
        ),
        ["iam:DeletePolicy", { PolicyArn }],
      ];
    }),
};
