import { isIPv4 } from "node:net";

/** Which database, and how to reach it. Nothing else decides that: no variable of the environment, no file. */
export interface PostgresTarget {
  /**
   * `postgres://role@host:port/database`, or for a unix socket `postgres:///database?host=/run/postgresql&user=role`
   * and `&port=…`. A password in it is taken; whoever reads it knows whether it came by a way on which one may.
   */
  readonly url: string;
  /** Asked at every new connection, so that a password may change while the server runs. */
  readonly password?: () => string | Promise<string>;
  /** PEM file of the authorities that may vouch for the database's name; without it, those that Node knows. */
  readonly caFile?: string;
  /** The operator accepts that anybody on the way to this database reads and changes everything. */
  readonly withoutTls?: boolean;
}

/** A target taken apart. */
export interface Address {
  /** A name, an address, or the directory of a unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string | undefined;
  readonly tls: boolean;
}

const defaultPort = "5432";

/** What is wrong with a target, as one sentence for the operator that tells no password; undefined: nothing is. */
export function targetProblem(target: PostgresTarget): string | undefined {
  const address = addressOf(target);
  return "problem" in address ? address.problem : undefined;
}

export function addressOf(target: PostgresTarget): Address | { readonly problem: string } {
  const url = URL.parse(target.url);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hash !== "") {
    return { problem: "The database's address is not of the form postgres://role@host:port/database." };
  }
  const socket = url.hostname === "" ? url.searchParams.get("host") : null;
  if (socket !== null && !socket.startsWith("/")) {
    return { problem: "The database's address has a parameter host that is no directory of a unix socket." };
  }
  const known = socket === null ? ofNetwork : ofSocket;
  const parameter = [...url.searchParams.keys()].find(
    (name, at, all) => !known.includes(name) || all.indexOf(name) !== at,
  );
  if (parameter !== undefined) {
    return { problem: `The database's address has a parameter ${parameter} that cannot stand there.` };
  }
  const user = decode(socket === null ? url.username : (url.searchParams.get("user") ?? ""));
  const database = decode(url.pathname.replace(/^\//, ""));
  const password = decode(url.password);
  if (user === undefined || database === undefined || password === undefined) {
    return { problem: "The database's address has a % that encodes nothing." };
  }
  const host = socket ?? url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port || url.searchParams.get("port") || defaultPort;
  const problem =
    problemOfParts({ host, port, user, database }) ??
    problemOfSecrecy(target, { password, socket: socket !== null, mode: url.searchParams.get("sslmode") });
  if (problem !== undefined) return { problem };
  return {
    host,
    port: Number(port),
    user,
    database,
    password: password === "" ? undefined : password,
    // On this machine it is spoken where it was asked for.
    tls:
      target.withoutTls !== true &&
      (!isLocal(host) || url.searchParams.has("sslmode") || target.caFile !== undefined),
  };
}

/** The parameters that an address may have, each once. */
const ofNetwork: readonly string[] = ["sslmode"];
const ofSocket: readonly string[] = ["host", "user", "port"];

function problemOfParts(parts: Readonly<Record<"host" | "port" | "user" | "database", string>>) {
  const { host, port, user, database } = parts;
  if (host === "" || host.includes(",")) return "The database's address names no host, or more than one.";
  if (user === "") return "The database's address names no role.";
  if (database === "") return "The database's address names no database.";
  if (!/^[1-9]\d{0,4}$/.test(port)) return "The database's address has a port that is none.";
  return undefined;
}

function problemOfSecrecy(
  { password, caFile, withoutTls }: PostgresTarget,
  address: { readonly password: string; readonly socket: boolean; readonly mode: string | null },
): string | undefined {
  if (address.password !== "" && password !== undefined) {
    return "The database's password is given twice, in its address and beside it.";
  }
  if (address.mode !== null && address.mode !== "verify-full") {
    return `The database's address asks for sslmode=${address.mode}, and only verify-full is offered.`;
  }
  if (address.socket && caFile !== undefined)
    return "A database behind a unix socket cannot be asked for TLS.";
  if (withoutTls === true && (address.mode !== null || caFile !== undefined)) {
    return "The database is to be reached with TLS and without it.";
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether what goes there stays on this machine: a unix socket, or loopback (RFC 6761 has `localhost` be that). */
function isLocal(host: string): boolean {
  return (
    host.startsWith("/") ||
    host === "localhost" ||
    host === "::1" ||
    (isIPv4(host) && host.startsWith("127."))
  );
}
