/**
 * The scenarios that ResourceHandlingOption names, and the actions that have them. They say which resources a call of
 * EC2 speaks of together; AWS evaluates those that are given, and does not ask for the others.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html (ResourceHandlingOption)
 */
const runInstances: ReadonlySet<string> = new Set(["ec2:runinstances"]);

/** By option: actions in lower case. */
export const resourceHandling: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["EC2-VPC-InstanceStore", runInstances],
  ["EC2-VPC-InstanceStore-Subnet", runInstances],
  ["EC2-VPC-EBS", runInstances],
  ["EC2-VPC-EBS-Subnet", runInstances],
]);
