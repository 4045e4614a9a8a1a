import { type ChildServer, startChild } from "../../conformance/support/child-server.ts";
import { newFolder } from "./folder.ts";
import { type LaidAccount, layInstallation, type Size } from "./installation.ts";
import type { Scope } from "./scope.ts";

/** A server with SQLite on disk over a new installation. @param sizes see `layInstallation` */
export async function startDurable<const U extends readonly (number | Size)[]>(
  scope: Scope,
  sizes: U,
): Promise<{
  readonly server: ChildServer;
  readonly accounts: { readonly [I in keyof U]: LaidAccount };
  readonly folder: string;
}> {
  const folder = newFolder(scope);
  const accounts = (await layInstallation(folder, sizes)) as { readonly [I in keyof U]: LaidAccount };
  const server = scope.keep(await startOver(folder), async (each) => void (await each.stop()));
  return { server, accounts, folder };
}

/** The server over a data directory that is there. */
export function startOver(folder: string): Promise<ChildServer> {
  return startChild(["--data-dir", folder, "--log-level", "warn", "--shutdown-grace", "2"]);
}
