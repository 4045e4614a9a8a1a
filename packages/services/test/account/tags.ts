import type { OperationId } from "@portcullis/services";
import { command, found, type Kind, type Make, NONE, type Read, read } from "./kind.ts";
import type { AccountModel, Tags } from "./model.ts";
import { arnOf, pick, policyArn, policyNames, profileNames, roleNames, sorted, userNames } from "./names.ts";
import { oidcArn } from "./oidc-providers.ts";
import { samlArn } from "./saml-providers.ts";

interface Row {
  readonly type: string;
  /** The member that says whose tags they are, and what it says. */
  readonly member: string;
  readonly called?: (name: string) => string;
  readonly names: readonly string[];
  readonly of: (model: AccountModel) => ReadonlyMap<string, { readonly tags: Tags }>;
}

const table: readonly Row[] = [
  { type: "User", member: "UserName", names: userNames, of: ({ users }) => users },
  { type: "Role", member: "RoleName", names: roleNames, of: ({ roles }) => roles },
  {
    type: "Policy",
    member: "PolicyArn",
    called: policyArn,
    names: policyNames,
    of: ({ policies }) => policies,
  },
  {
    type: "InstanceProfile",
    member: "InstanceProfileName",
    names: profileNames,
    of: ({ profiles }) => profiles,
  },
  {
    type: "MFADevice",
    member: "SerialNumber",
    called: (name) => arnOf(`mfa/${name}`),
    names: ["d0", "d1"],
    of: ({ devices }) => devices,
  },
  {
    type: "OpenIDConnectProvider",
    member: "OpenIDConnectProviderArn",
    called: oidcArn,
    names: ["o0.example.com", "o1.example.com"],
    of: ({ oidc }) => oidc,
  },
  {
    type: "SAMLProvider",
    member: "SAMLProviderArn",
    called: samlArn,
    names: ["saml0", "saml1"],
    of: ({ saml }) => saml,
  },
  {
    type: "ServerCertificate",
    member: "ServerCertificateName",
    names: ["c0", "c1"],
    of: ({ serverCertificates }) => serverCertificates,
  },
];

function commandsOf({ type, member, called, names, of }: Row): readonly Make[] {
  return [
    (model, step, spell) => {
      const name = pick(names, step.name);
      const tags = of(model).get(name)?.tags;
      const [Key, Value] = [`t${step.second % 2}`, `v${step.name}`];
      const input = { [member]: called?.(name) ?? spell(name), Tags: [{ Key, Value }] };
      return command(`iam:Tag${type}` as OperationId, input as never, tags === undefined && NONE, () =>
        tags?.set(Key, Value),
      );
    },
    (model, step, spell) => {
      const name = pick(names, step.name);
      const tags = of(model).get(name)?.tags;
      const key = `t${step.second % 2}`;
      const input = { [member]: called?.(name) ?? spell(name), TagKeys: [key] };
      return command(`iam:Untag${type}` as OperationId, input as never, tags === undefined && NONE, () =>
        tags?.delete(key),
      );
    },
  ];
}

const readsOf = ({ type, member, called, names, of }: Row): readonly Read[] =>
  names.map((name) =>
    read(
      `iam:List${type}Tags` as "iam:ListUserTags",
      { [member]: called?.(name) ?? name },
      ({ Tags }) => Tags.map(({ Key, Value }) => `${Key}=${Value}`),
      found(
        (model) => of(model).get(name),
        ({ tags }) => sorted([...tags].map(([key, value]) => `${key}=${value}`)),
      ),
    ),
  );

/** They go with what they are on. */
export const tags: Kind = {
  commands: table.flatMap(commandsOf),
  reads: table.flatMap(readsOf),
  clearing: () => [],
};
