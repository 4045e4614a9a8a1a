/** Services with resources of AWS's own, whose ARNs have no account: documents, public parameters, managed views. */
export const PUBLIC_VENDORS: ReadonlySet<string> = new Set(["ssm", "resource-explorer-2"]);

/** Resources that a service's own guide documents and the service reference leaves out. */
export const BEYOND_REFERENCE: readonly string[] = [
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
  "cloudformation:transform/*",
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-iam-policy.html
  "apigateway:/tags*",
];
