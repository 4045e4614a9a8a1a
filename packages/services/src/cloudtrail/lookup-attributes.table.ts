import type { CloudTrailTypes } from "@portcullis/aws-model";
import type { EventQuery } from "@portcullis/storage";

/**
 * Which column each attribute looks at.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
export const lookupColumns: Readonly<
  Record<CloudTrailTypes.LookupAttributeKey, (value: string) => Partial<EventQuery>>
> = {
  EventId: (id) => ({ id }),
  EventName: (name) => ({ name }),
  ReadOnly: (value) => ({ readOnly: value.toLowerCase() === "true" }),
  Username: (userName) => ({ userName }),
  ResourceType: (resourceType) => ({ resourceType }),
  ResourceName: (resourceName) => ({ resourceName }),
  EventSource: (source) => ({ source }),
  AccessKeyId: (accessKeyId) => ({ accessKeyId }),
};
