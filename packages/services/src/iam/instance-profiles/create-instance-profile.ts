import { type InstanceProfile, newUniqueId } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { createdProfileForm } from "../forms.ts";
import { overQuota } from "../limits.ts";
import { findNewProfile } from "../resources.ts";
import { readTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const createInstanceProfile = operation("iam:CreateInstanceProfile", {
  find: (call) => ({
    profile: findNewProfile(call, call.input.Path ?? "/", call.input.InstanceProfileName),
  }),
  run(call) {
    const { input, entities, home } = call;
    if (entities.profile !== undefined) {
      return call.fail(
        "EntityAlreadyExists",
        `Instance Profile ${input.InstanceProfileName} already exists.`,
      );
    }
    const tags = readTags("instance-profile", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    const refused = overQuota(call.home, "instanceProfiles", home.byId["instance-profile"].size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const profile: InstanceProfile = {
      kind: "instance-profile",
      id: newUniqueId("instance-profile", call.draw.bytes),
      name: input.InstanceProfileName,
      path: input.Path ?? "/",
      created: call.now,
      tags,
      roles: [],
    };
    return done({ put: [profile] }, { InstanceProfile: createdProfileForm(call, profile) });
  },
});
