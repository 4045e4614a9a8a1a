/** An account as simple as can be: maps and sets, by lower-case names. What it says should happen, should happen. */

export interface Held {
  readonly attached: Set<string>;
  readonly inline: Set<string>;
}
export interface UserModel extends Held {
  readonly groups: Set<string>;
  boundary: string | undefined;
}
export interface RoleModel extends Held {
  boundary: string | undefined;
}
export interface PolicyModel {
  readonly versions: Set<number>;
  default: number;
  next: number;
}

export interface AccountModel {
  readonly users: Map<string, UserModel>;
  readonly groups: Map<string, Held>;
  readonly roles: Map<string, RoleModel>;
  readonly policies: Map<string, PolicyModel>;
  /** Profile → role, or undefined. */
  readonly profiles: Map<string, string | undefined>;
}

export function emptyModel(): AccountModel {
  return { users: new Map(), groups: new Map(), roles: new Map(), policies: new Map(), profiles: new Map() };
}

export function holdersOf(model: AccountModel): readonly Held[] {
  return [...model.users.values(), ...model.groups.values(), ...model.roles.values()];
}

export function attachments(model: AccountModel, policy: string): number {
  return holdersOf(model).filter((holder) => holder.attached.has(policy)).length;
}

export function boundaries(model: AccountModel, policy: string): number {
  const bounded = [...model.users.values(), ...model.roles.values()];
  return bounded.filter((holder) => holder.boundary === policy).length;
}

/** Gives an entry another key and leaves the others where they are. */
export function rename<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined || from === to) return;
  map.delete(from);
  map.set(to, value);
}
