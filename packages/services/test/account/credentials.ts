/** What a user holds that the server names by an id, that may be inactive, and of which there is a quota. */
import type { OperationId } from "@portcullis/services";
import { pem, sshKey } from "../certificates.ts";
import {
  command,
  type Deletion,
  FULL,
  found,
  type Kind,
  knownOne,
  type Make,
  NONE,
  read,
  type Step,
} from "./kind.ts";
import type { AccountModel, Credential, UserModel } from "./model.ts";
import { bearer, sorted, userNames } from "./names.ts";

type Held = ReadonlyMap<string, Credential>;

interface Row {
  readonly of: (user: UserModel) => Map<string, Credential>;
  readonly create: OperationId;
  /** What a step makes one of, and what is sent for it. */
  readonly choice: (step: Step) => string;
  readonly input: (choice: string) => object;
  /** Why there may not be one more; undefined: there may. */
  readonly refused: (own: Held, choice: string, model: AccountModel) => string | undefined;
  /** Whether one that is made again for its holder stays as it is. */
  readonly again?: true;
  /** What the id of somebody else's is refused with, where that is something of its own. */
  readonly another?: string;
  readonly update: OperationId;
  readonly delete: OperationId;
  readonly list: OperationId;
  /** The member that tells the id, wherever it is. */
  readonly id: string;
}

const quota = (own: Held, limit: number) => (own.size === limit ? FULL : undefined);
const certificates = ["leaf", "rsa", "other", "by-leaf"] as const;
const services = ["codecommit.amazonaws.com", "bedrock.amazonaws.com"] as const;

const rows = {
  accessKeys: {
    of: ({ accessKeys }) => accessKeys,
    create: "iam:CreateAccessKey",
    choice: () => "",
    input: () => ({}),
    refused: (own) => quota(own, 2),
    update: "iam:UpdateAccessKey",
    delete: "iam:DeleteAccessKey",
    list: "iam:ListAccessKeys",
    id: "AccessKeyId",
  },
  signingCertificates: {
    of: ({ certificates }) => certificates,
    create: "iam:UploadSigningCertificate",
    choice: ({ second }) => certificates[second % certificates.length]!,
    input: (choice) => ({ CertificateBody: pem(`${choice}.cert.pem`) }),
    again: true,
    refused(own, choice, { users }) {
      const all = [...users.values()].flatMap((user) => [...user.certificates.values()]);
      return all.some(({ of }) => of === choice) ? "DuplicateCertificate" : quota(own, 2);
    },
    update: "iam:UpdateSigningCertificate",
    delete: "iam:DeleteSigningCertificate",
    list: "iam:ListSigningCertificates",
    id: "CertificateId",
  },
  sshPublicKeys: {
    of: ({ sshKeys }) => sshKeys,
    create: "iam:UploadSSHPublicKey",
    choice: ({ name, second }) => String(name + second),
    input: (choice) => ({ SSHPublicKeyBody: sshKey(Number(choice)) }),
    refused: (own, choice) =>
      [...own.values()].some(({ of }) => of === choice) ? "DuplicateSSHPublicKey" : quota(own, 5),
    update: "iam:UpdateSSHPublicKey",
    delete: "iam:DeleteSSHPublicKey",
    list: "iam:ListSSHPublicKeys",
    id: "SSHPublicKeyId",
  },
  serviceCredentials: {
    of: ({ serviceCredentials }) => serviceCredentials,
    create: "iam:CreateServiceSpecificCredential",
    choice: ({ second }) => services[second % services.length]!,
    input: (ServiceName) => ({ ServiceName }),
    refused: (own, choice) =>
      [...own.values()].filter(({ of }) => of === choice).length === 2 ? FULL : undefined,
    another: "ValidationError",
    update: "iam:UpdateServiceSpecificCredential",
    delete: "iam:DeleteServiceSpecificCredential",
    list: "iam:ListServiceSpecificCredentials",
    id: "ServiceSpecificCredentialId",
  },
} as const satisfies Readonly<Record<string, Row>>;

type Member = Readonly<Record<string, string>>;
const only = (output: object): unknown => Object.values(output).find((each) => typeof each === "object");

function kindOf(row: Row): Kind {
  const { of, create, choice, input, refused, update, delete: deletion, list, id } = row;
  const under = (UserName: string) => `${id} ${UserName}`;
  // What is sent is of the row's operation, which the types do not follow.
  const sent = (members: object) => members as never;
  const missing = (users: AccountModel["users"], user: UserModel | undefined, named: string): string => {
    const elsewhere = user !== undefined && [...users.values()].some((each) => of(each).has(named));
    return (elsewhere ? row.another : undefined) ?? NONE;
  };
  const make: Make = (model, step, spell) => {
    const UserName = bearer(step);
    const user = model.users.get(UserName);
    const made = choice(step);
    const members = sent({ UserName: spell(UserName), ...input(made) });
    const held = user && [...of(user).values()].some((each) => each.of === made);
    if (row.again === true && held === true) return command(create, members, undefined, () => undefined);
    const error = user === undefined ? NONE : refused(of(user), made, model);
    return command(
      create,
      members,
      error,
      () => user && of(user).set(step.made, { of: made, status: "Active" }),
      { under: under(UserName), of: (output) => (only(output as object) as Member)[id] ?? "" },
    );
  };
  return {
    // Twice, so that more are made than deleted, and quotas are met.
    commands: [
      make,
      make,
      ({ users }, step, spell) => {
        const UserName = bearer(step);
        const named = knownOne(step, under(UserName));
        const user = users.get(UserName);
        const held = user && of(user).get(named);
        const Status = step.second < 3 ? "Inactive" : "Active";
        const members = { UserName: spell(UserName), [id]: named, Status };
        return command(update, sent(members), held === undefined && missing(users, user, named), () => {
          if (held !== undefined) held.status = Status;
        });
      },
      ({ users }, step, spell) => {
        const UserName = bearer(step);
        const named = knownOne(step, under(UserName));
        const user = users.get(UserName);
        const known = user !== undefined && of(user).has(named);
        const members = { UserName: spell(UserName), [id]: named };
        const error = !known && missing(users, user, named);
        return command(deletion, sent(members), error, () => user && of(user).delete(named));
      },
    ],
    reads: userNames.map((UserName) =>
      read(
        list,
        { UserName },
        (output) => {
          const all = Object.values(output as object).find(Array.isArray) as readonly Member[] | undefined;
          return sorted((all ?? []).map((each) => `${each[id]} ${each.Status}`));
        },
        found(
          ({ users }) => users.get(UserName),
          (user) => sorted([...of(user)].map(([named, { status }]) => `${named} ${status}`)),
        ),
      ),
    ),
    clearing: ({ users }) =>
      [...users].flatMap(([UserName, user]) =>
        [...of(user).keys()].map((named): Deletion => [deletion, { UserName, [id]: named }]),
      ),
  };
}

export const accessKeys = kindOf(rows.accessKeys);
export const signingCertificates = kindOf(rows.signingCertificates);
export const sshPublicKeys = kindOf(rows.sshPublicKeys);
export const serviceCredentials = kindOf(rows.serviceCredentials);
