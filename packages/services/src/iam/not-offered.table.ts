import { notOffered } from "../framework/operation.ts";

/** Operations of the model that this server does not have; the reason is what a caller reads. */
const organizations = notOffered("no organization is kept here, so no account is in one");

export const notOfferedHere = {
  GenerateOrganizationsAccessReport: organizations,
  GetOrganizationsAccessReport: organizations,
} as const;
