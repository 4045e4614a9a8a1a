/**
 * The partitions that an installation may take at its first start, and the region that the start block proposes:
 * clients refuse to sign without one, and some check that it fits the partition.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const partitions = {
  aws: { region: "us-east-1" },
  "aws-cn": { region: "cn-north-1" },
  "aws-us-gov": { region: "us-gov-west-1" },
  "aws-iso": { region: "us-iso-east-1" },
  "aws-iso-b": { region: "us-isob-east-1" },
  "aws-iso-e": { region: "eu-isoe-west-1" },
  "aws-iso-f": { region: "us-isof-south-1" },
  "aws-eusc": { region: "eusc-de-east-1" },
} as const;

export type PartitionName = keyof typeof partitions;

export const defaultPartition: PartitionName = "aws";

export function isPartitionName(text: string): text is PartitionName {
  return Object.hasOwn(partitions, text);
}
