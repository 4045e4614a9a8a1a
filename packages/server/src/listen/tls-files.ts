import { type Stats, statSync } from "node:fs";
import { createSecureContext, type SecureVersion } from "node:tls";
import type { TlsFiles } from "../config/config.ts";
import { type FileProblem, readPrivateFile, readPublicFile } from "../data-directory/private-files.ts";
import type { Log } from "../operate/log.ts";

export interface TlsSettings {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: SecureVersion;
}

/** The certificate in use, which follows its files. */
export interface TlsMaterial {
  current(): TlsSettings;
  /** Called with each new certificate. Connections that are open keep theirs. */
  onChange(listener: (settings: TlsSettings) => void): void;
  /** Reads the files now. False, and a line in the log, when they are not usable: the old certificate stays. */
  reload(): boolean;
  stop(): void;
}

/** How often the files are looked at, in milliseconds. Notices of the file system miss what is mounted and swapped. */
const pollMs = 5000;

export function tlsMaterial(files: TlsFiles, log: Log, everyMs: number = pollMs): TlsMaterial | FileProblem {
  const first = readTlsSettings(files);
  if ("problem" in first) return first;
  let settings = first;
  let seen = fingerprint(files);
  const listeners: ((settings: TlsSettings) => void)[] = [];
  const reload = (): boolean => {
    const next = readTlsSettings(files);
    if ("problem" in next) {
      log.warn(`The certificate was not renewed. ${next.problem}`);
      return false;
    }
    settings = next;
    for (const listener of listeners) listener(next);
    log.info("The certificate was read again.");
    return true;
  };
  const poll = setInterval(() => {
    const now = fingerprint(files);
    if (now === seen) return;
    // A certificate whose key is not written yet is refused now, and read again with the key's change.
    seen = now;
    reload();
  }, everyMs);
  poll.unref();
  return {
    current: () => settings,
    onChange: (listener) => void listeners.push(listener),
    reload,
    stop: () => clearInterval(poll),
  };
}

/** Reads both files, and that they belong together. */
export function readTlsSettings(files: TlsFiles): TlsSettings | FileProblem {
  const cert = readPublicFile(files.certFile);
  if ("problem" in cert) return cert;
  const key = readPrivateFile(files.keyFile, "followed");
  if ("problem" in key) return key;
  const settings: TlsSettings = { cert, key, minVersion: "TLSv1.2" };
  try {
    createSecureContext(settings);
    return settings;
  } catch {
    return {
      problem: `${files.certFile} and ${files.keyFile} are not a certificate (PEM) and its private key.`,
    };
  }
}

function fingerprint(files: TlsFiles): string {
  const one = (stats: Stats | undefined) =>
    stats === undefined ? "none" : `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
  return [files.certFile, files.keyFile]
    .map((file) => one(statSync(file, { throwIfNoEntry: false })))
    .join(" ");
}
