import type { ExitCode, Surroundings } from "./command.ts";

export interface Command {
  help(): string;
  /** @param argv the arguments after the command's name */
  run(argv: readonly string[], around: Surroundings): Promise<ExitCode>;
}

interface CommandRow {
  readonly summary: string;
  /** A command's code is read when it is called, so that the others start fast. */
  readonly load: () => Promise<Command>;
  /** Does nothing but write, so nothing is left to do where nobody reads on. */
  readonly onlyWrites?: true;
}

export const commands = {
  start: {
    summary: "Run the server",
    load: async () => (await import("./start.ts")).start,
  },
  prepare: {
    summary: "Make the tables of a shared database, and give roles what they need",
    load: async () => (await import("./prepare/prepare.ts")).prepare,
  },
  doctor: {
    summary: "Look at an installation: clock, keys, database, certificates, files",
    load: async () => (await import("./doctor/doctor.ts")).doctor,
  },
  backup: {
    summary: "Make the running server write a backup",
    load: async () => (await import("./backup/backup.ts")).backup,
  },
  restore: {
    summary: "Restore a backup, without a server",
    load: async () => (await import("./restore/restore.ts")).restore,
  },
  rekey: {
    summary: "Rotate the keys of the running servers",
    load: async () => (await import("./rekey/rekey.ts")).rekey,
  },
  check: {
    summary: "Check policy files",
    load: async () => (await import("./check/check.ts")).check,
    onlyWrites: true,
  },
  decide: {
    summary: "Decide authorization cases from a file",
    load: async () => (await import("./decide/decide.ts")).decide,
    onlyWrites: true,
  },
} as const satisfies { readonly [name: string]: CommandRow };

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as readonly CommandName[];

export function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(commands, text);
}

export function onlyWrites(name: string): boolean {
  const row: CommandRow | undefined = isCommandName(name) ? commands[name] : undefined;
  return row === undefined || row.onlyWrites === true;
}
