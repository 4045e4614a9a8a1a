import { isIPv6 } from "node:net";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../config/networks.ts";
import type { Secret } from "../config/secret.ts";
import { renderStartBlock } from "../data-directory/start-block.ts";
import type { BoundAddress } from "../listen/listen.ts";

/** Where people read: only a terminal is shown a secret, since anything else may be kept as a log. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface Announcement {
  readonly config: Config;
  /** URL of the AWS plane as a client on this machine reaches it, base path included. */
  readonly endpoint: string;
  readonly operate: readonly BoundAddress[];
  /** Credentials that this start made. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: Secret } | undefined;
  /** The file that keeps them. */
  readonly credentialsFile: string | undefined;
  /** The token of the test controls, when this start made it. */
  readonly madeToken: Secret | undefined;
}

/**
 * URL of the AWS plane as a client on this machine reaches it. An address rather than a name: SDKs put bucket names
 * before a name. With TLS the public URL, where there is one: the certificate names it.
 */
export function endpointOf(config: Config, bound: readonly BoundAddress[]): string {
  if (config.listen.tls !== undefined && config.publicUrl !== undefined) {
    const path = new URL(config.publicUrl).pathname;
    return path === "/" ? `${config.publicUrl}${config.basePath}` : config.publicUrl;
  }
  const near = bound.map(({ address, port }) => ({ address: nearest(address), port }));
  const [first] = [...near.filter(({ address }) => isLoopback(address)), ...near];
  const scheme = config.listen.tls === undefined ? "http" : "https";
  return first === undefined ? "" : `${scheme}://${origin(first)}${config.basePath}`;
}

function nearest(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  return address === "::" ? "::1" : address;
}

function origin({ address, port }: BoundAddress): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Tells whoever started the server how to use it. */
export function announce(out: Output, told: Announcement): void {
  const terminal = out.isTTY === true;
  const lines = [`Portcullis serves the AWS APIs at ${told.endpoint}`];
  const [operate] = told.operate;
  if (operate !== undefined) {
    lines.push(
      `Health, readiness and metrics are at http://${origin(operate)} (/healthz, /readyz, /metrics)`,
    );
  }
  lines.push(...credentialLines(told, terminal), ...tokenLines(told, terminal));
  out.write(`${lines.join("\n")}\n`);
}

function credentialLines(told: Announcement, terminal: boolean): readonly string[] {
  const { credentials, credentialsFile } = told;
  if (credentials === undefined) return [];
  if (!terminal) {
    return [
      credentialsFile === undefined
        ? "The root credentials of this run are shown on a terminal only. Set PORTCULLIS_ROOT_ACCESS_KEY_ID and PORTCULLIS_ROOT_SECRET_ACCESS_KEY to choose them."
        : `The root credentials are in ${credentialsFile}`,
    ];
  }
  const block = renderStartBlock({
    endpoint: told.endpoint,
    partition: told.config.partition,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
  });
  const kept =
    credentialsFile === undefined
      ? "To use it as root, paste this into a shell (shown now only):"
      : `To use it as root, paste this into a shell (shown now only, and kept in ${credentialsFile}):`;
  return ["", kept, "", block];
}

function tokenLines({ madeToken }: Announcement, terminal: boolean): readonly string[] {
  if (madeToken === undefined) return [];
  return [
    terminal
      ? `Token of the test controls: ${madeToken.reveal()}`
      : "The token of the test controls is shown on a terminal only. Set PORTCULLIS_TEST_TOKEN to choose it.",
  ];
}
