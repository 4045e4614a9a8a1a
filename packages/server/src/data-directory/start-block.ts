import { defaultPartition, type PartitionName, partitions } from "../config/partitions.table.ts";

export interface StartBlock {
  /** As clients reach it, base path included. Undefined where the port is not known yet. */
  readonly endpoint: string | undefined;
  readonly partition: PartitionName | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The lines that point the AWS CLI and every SDK of a shell at this server as its root user. Both names of the
 * region: the CLI and boto3 read only one of them, the SDK for JavaScript only the other. What would go before these
 * variables is cleared.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export function renderStartBlock(block: StartBlock): string {
  const { region } = partitions[block.partition ?? defaultPartition];
  const variables: readonly (readonly [name: string, value: string | undefined])[] = [
    ["AWS_ENDPOINT_URL", block.endpoint],
    ["AWS_REGION", region],
    ["AWS_DEFAULT_REGION", region],
    ["AWS_ACCESS_KEY_ID", block.accessKeyId],
    ["AWS_SECRET_ACCESS_KEY", block.secretAccessKey],
  ];
  const lines = variables
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `export ${name}=${quoted(value ?? "")}`);
  return `${lines.join("\n")}\nunset AWS_PROFILE AWS_SESSION_TOKEN\n`;
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w.:/@+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
