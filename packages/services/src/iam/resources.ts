/** How each resource of IAM is found by what a request calls it, and what it is called in ARNs, denials and events. */
import {
  foldName,
  type Group,
  type InstanceProfile,
  iamArn,
  parseArn,
  parseIamResource,
  type Role,
  type ServerCertificate,
  type Tag,
  type User,
} from "@portcullis/directory";
import type { OperationId } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import type { Existing, Perhaps } from "../framework/found.ts";

type AnyCall = Call<OperationId>;

/** CloudFormation's names of the resource types that have a name and a path. */
const cloudTypes = {
  user: "AWS::IAM::User",
  group: "AWS::IAM::Group",
  role: "AWS::IAM::Role",
  "instance-profile": "AWS::IAM::InstanceProfile",
  "server-certificate": "AWS::IAM::ServerCertificate",
} as const;
type NamedType = keyof typeof cloudTypes;

export function named(call: AnyCall, type: NamedType, path: string, name: string) {
  return {
    type,
    cloudType: cloudTypes[type],
    label: name,
    arn: iamArn(call.world.partition, call.account, type, path, name),
    account: call.account,
    policy: undefined,
  } as const;
}

interface Named {
  readonly name: string;
  readonly path: string;
  readonly tags?: readonly Tag[];
  readonly boundary?: string;
}

/** What must be there. A denial calls it by its kind and name, as AWS does, not by its ARN. */
function existing<T extends Named>(
  call: AnyCall,
  type: NamedType,
  name: string,
  entity: T | undefined,
  missing: string,
): Existing<T> {
  return {
    ...named(call, type, entity?.path ?? "/", entity?.name ?? name),
    entity,
    tags: entity?.tags,
    boundary: entity?.boundary,
    spoken: `${type.replace("-", " ")} ${name}`,
    expect: "existing",
    missing: { code: "NoSuchEntity", message: missing },
  };
}

/**
 * What a request makes; its entity is what already has the name. A denial gives its ARN. What is not there yet has
 * neither tags nor a boundary: those of a namesake decide nothing.
 */
function perhaps<T>(
  call: AnyCall,
  type: NamedType,
  path: string,
  name: string,
  taken: T | undefined,
): Perhaps<T> {
  return {
    ...named(call, type, path, name),
    entity: taken,
    tags: undefined,
    boundary: undefined,
    expect: "perhaps",
  };
}

export function findUser(call: AnyCall, name: string): Existing<User> {
  const user = call.home.indexes.usersByName.get(foldName(name));
  return existing(call, "user", name, user, `The user with name ${name} cannot be found.`);
}

export function findNewUser(call: AnyCall, path: string, name: string): Perhaps<User> {
  return perhaps(call, "user", path, name, call.home.indexes.usersByName.get(foldName(name)));
}

export function findGroup(call: AnyCall, name: string): Existing<Group> {
  const group = call.home.indexes.groupsByName.get(foldName(name));
  return existing<Group & Named>(call, "group", name, group, `The group with name ${name} cannot be found.`);
}

export function findNewGroup(call: AnyCall, path: string, name: string): Perhaps<Group> {
  return perhaps(call, "group", path, name, call.home.indexes.groupsByName.get(foldName(name)));
}

export function findRole(call: AnyCall, name: string): Existing<Role> {
  const role = call.home.indexes.rolesByName.get(foldName(name));
  return existing(call, "role", name, role, `The role with name ${name} cannot be found.`);
}

export function findNewRole(call: AnyCall, path: string, name: string): Perhaps<Role> {
  return perhaps(call, "role", path, name, call.home.indexes.rolesByName.get(foldName(name)));
}

export function findProfile(call: AnyCall, name: string): Existing<InstanceProfile> {
  const profile = call.home.indexes.profilesByName.get(foldName(name));
  return existing(call, "instance-profile", name, profile, `Instance Profile ${name} cannot be found.`);
}

export function findNewProfile(call: AnyCall, path: string, name: string): Perhaps<InstanceProfile> {
  return perhaps(call, "instance-profile", path, name, call.home.indexes.profilesByName.get(foldName(name)));
}

/** AWS's refusal of an ARN that names nothing of the kinds that an operation takes. */
export const unfitArn = (arn: string) => ({ code: "InvalidInput", message: `Invalid ARN: ${arn}` }) as const;

/**
 * A user, group or role by its ARN. Its name alone finds it, whatever path the ARN has, as AWS was seen to; permission is
 * asked for on the ARN that it truly has, and a denial gives the one that was sent, so that it tells no path. One in
 * another account is that account's, and nothing of it is told.
 */
export function findByArn(call: AnyCall, arn: string): Existing<User | Group | Role> {
  const parts = parseArn(arn);
  const resource = parts?.service === "iam" ? parseIamResource(parts.resource) : undefined;
  const type = holderTypes.find((each) => each === resource?.type);
  const { path, name } = resource ?? { path: "/", name: arn };
  const isHere = type !== undefined && named(call, type, path, name).arn === arn;
  const entity = isHere ? holderNamed(call, type, name) : undefined;
  const base = named(call, type ?? "user", entity?.path ?? path, entity?.name ?? name);
  return {
    ...base,
    arn: entity === undefined ? arn : base.arn,
    spoken: arn,
    account: parts?.account,
    entity,
    tags: entity !== undefined && "tags" in entity ? entity.tags : undefined,
    boundary: entity !== undefined && "boundary" in entity ? entity.boundary : undefined,
    invalid: type === undefined ? unfitArn(arn) : undefined,
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `ARN ${arn} not found` },
  };
}

const holderTypes = ["user", "group", "role"] as const;

function holderNamed(call: AnyCall, type: (typeof holderTypes)[number], name: string) {
  const { usersByName, groupsByName, rolesByName } = call.home.indexes;
  const index = { user: usersByName, group: groupsByName, role: rolesByName }[type];
  return index.get(foldName(name)) as User | Group | Role | undefined;
}

export function findServerCertificate(call: AnyCall, name: string): Existing<ServerCertificate> {
  const certificate = call.home.indexes.serverCertificatesByName.get(foldName(name));
  const missing = `The Server Certificate with name ${name} cannot be found.`;
  return existing(call, "server-certificate", name, certificate, missing);
}

export function findNewServerCertificate(
  call: AnyCall,
  path: string,
  name: string,
): Perhaps<ServerCertificate> {
  const taken = call.home.indexes.serverCertificatesByName.get(foldName(name));
  return perhaps(call, "server-certificate", path, name, taken);
}
