import { addRoleToInstanceProfile } from "./add-role-to-instance-profile.ts";
import { createInstanceProfile } from "./create-instance-profile.ts";
import { deleteInstanceProfile } from "./delete-instance-profile.ts";
import { getInstanceProfile } from "./get-instance-profile.ts";
import { listInstanceProfileTags } from "./list-instance-profile-tags.ts";
import { listInstanceProfiles } from "./list-instance-profiles.ts";
import { listInstanceProfilesForRole } from "./list-instance-profiles-for-role.ts";
import { removeRoleFromInstanceProfile } from "./remove-role-from-instance-profile.ts";
import { tagInstanceProfile } from "./tag-instance-profile.ts";
import { untagInstanceProfile } from "./untag-instance-profile.ts";

export const instanceProfiles = {
  AddRoleToInstanceProfile: addRoleToInstanceProfile,
  CreateInstanceProfile: createInstanceProfile,
  DeleteInstanceProfile: deleteInstanceProfile,
  GetInstanceProfile: getInstanceProfile,
  ListInstanceProfileTags: listInstanceProfileTags,
  ListInstanceProfiles: listInstanceProfiles,
  ListInstanceProfilesForRole: listInstanceProfilesForRole,
  RemoveRoleFromInstanceProfile: removeRoleFromInstanceProfile,
  TagInstanceProfile: tagInstanceProfile,
  UntagInstanceProfile: untagInstanceProfile,
} as const;
