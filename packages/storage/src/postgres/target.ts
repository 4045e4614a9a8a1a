import { isIPv4 } from "node:net";

/** Which database, and how to reach it. Nothing else decides that: no variable of the environment, no file. */
export interface PostgresTarget {
  /**
   * `postgres://role@host:port/database`, or `postgres://role@/database?host=/run/postgresql` for a unix socket. A
   * password in it is taken; whoever reads the address knows whether it came by a way on which one may.
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

const defaultPort = 5432;

/** What is wrong with a target, as one sentence for the operator that tells no password; undefined: nothing is. */
export function targetProblem(target: PostgresTarget): string | undefined {
  const address = addressOf(target);
  return "problem" in address ? address.problem : undefined;
}

export function addressOf(target: PostgresTarget): Address | { readonly problem: string } {
  const url = URL.parse(target.url);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    return { problem: "The database's address is not of the form postgres://role@host:port/database." };
  }
  const user = decode(url.username);
  const database = decode(url.pathname.replace(/^\//, ""));
  const password = decode(url.password);
  if (user === undefined || database === undefined || password === undefined) {
    return { problem: "The database's address has a % that encodes nothing." };
  }
  if (user === "") return { problem: "The database's address names no role." };
  if (database === "") return { problem: "The database's address names no database." };
  if (password !== "" && target.password !== undefined) {
    return { problem: "The database's password is given twice, in its address and beside it." };
  }
  const parameter = [...url.searchParams.keys()].find((name) => !Object.hasOwn(parameters, name));
  if (parameter !== undefined) {
    return { problem: `The database's address has a parameter that is not known, ${parameter}.` };
  }
  const mode = url.searchParams.get("sslmode");
  if (mode !== null && mode !== "verify-full") {
    return { problem: `The database's address asks for sslmode=${mode}, and only verify-full is offered.` };
  }
  const socket = url.searchParams.get("host");
  if (socket !== null && (!socket.startsWith("/") || url.hostname !== "")) {
    return {
      problem: "The parameter host of the database's address is the directory of a unix socket, or absent.",
    };
  }
  const host = socket ?? url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "") return { problem: "The database's address names no host." };
  const local = isLocal(host);
  if (socket !== null && (mode !== null || target.caFile !== undefined)) {
    return { problem: "A database behind a unix socket cannot be asked for TLS." };
  }
  if (target.withoutTls === true && (mode !== null || target.caFile !== undefined)) {
    return { problem: "The database is to be reached with TLS and without it." };
  }
  return {
    host,
    port: url.port === "" ? defaultPort : Number(url.port),
    user,
    database,
    password: password === "" ? undefined : password,
    // On this machine it is spoken where it was asked for.
    tls: target.withoutTls !== true && (!local || mode !== null || target.caFile !== undefined),
  };
}

/** The parameters that an address may have. */
const parameters: Readonly<Record<string, true>> = { host: true, sslmode: true };

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
