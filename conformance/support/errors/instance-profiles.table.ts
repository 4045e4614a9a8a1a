import { linkedRole, none, oneTag, reservedTag, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { InstanceProfileName: "nil" };
const i0 = { InstanceProfileName: "i0" };
const r0 = { RoleName: "r0" };
const linked = { RoleName: linkedRole };
const created = { InstanceProfileName: "new" };

export const instanceProfiles = {
  CreateInstanceProfile: {
    EntityAlreadyExists: refused({ InstanceProfileName: "I0" }, "Instance Profile I0 already exists."),
    InvalidInput: [
      refused({ ...created, Tags: twice }, text.twice),
      refused({ ...created, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full(created, text.quota("instanceProfiles")),
  },
  GetInstanceProfile: { NoSuchEntity: refused(nil, text.profile("nil")) },
  DeleteInstanceProfile: {
    DeleteConflict: refused(i0, "Cannot delete entity, must remove roles from instance profile first."),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, text.profile("nil")),
  },
  ListInstanceProfiles: {},
  ListInstanceProfilesForRole: { NoSuchEntity: refused({ RoleName: none.role }, text.role("nil")) },
  AddRoleToInstanceProfile: {
    EntityAlreadyExists: never("is of one role"),
    LimitExceeded: refused({ ...i0, ...r0 }, text.quota("rolesPerInstanceProfile")),
    NoSuchEntity: [
      refused({ ...nil, ...r0 }, text.profile("nil")),
      refused({ ...i0, RoleName: none.role }, text.role("nil")),
    ],
    UnmodifiableEntity: refused({ InstanceProfileName: "i2", ...linked }, text.protectedRole),
  },
  RemoveRoleFromInstanceProfile: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, ...r0 }, text.profile("nil")),
      refused({ ...i0, RoleName: none.role }, text.role("nil")),
      refused({ ...i0, RoleName: "r1" }, "Role r1 in Instance Profile i0 cannot be found."),
    ],
    UnmodifiableEntity: refused({ ...i0, ...linked }, text.protectedRole),
  },
  TagInstanceProfile: {
    InvalidInput: [
      refused({ ...i0, Tags: twice }, text.twice),
      refused({ ...i0, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ InstanceProfileName: "full", Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, text.profile("nil")),
  },
  UntagInstanceProfile: {
    InvalidInput: refused({ ...i0, TagKeys: [] }, text.noKeys),
    NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, text.profile("nil")),
  },
  ListInstanceProfileTags: { NoSuchEntity: refused(nil, text.profile("nil")) },
} satisfies Partial<ErrorTable>;
