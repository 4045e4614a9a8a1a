/** Where a PostgreSQL database is, and as whom it is used. The password is elsewhere. */
export interface DatabaseAddress {
  /** A host name, an IP address, or the absolute path of the folder that holds the socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

const defaultPort = 5432;
// Names that need no quoting anywhere; a database or role with another one can be given one of these.
const name = /^[A-Za-z0-9_.-]{1,63}$/;

/**
 * `postgres://user@host:5432/name`, or `postgres://user@/name?host=/run/postgresql` for a socket. undefined: it is no
 * such address, or it carries a password or a parameter, which would change silently what the server does.
 */
export function parseDatabaseAddress(text: string): DatabaseAddress | undefined {
  if (!/^postgres(?:ql)?:\/\/[^\s\\#]+$/.test(text)) return undefined;
  // A URL of an unknown scheme may lack the host; a placeholder keeps the parser from reading the path as one.
  const withHost = text.replace(/^postgres(?:ql)?:\/\/([^/@]*@)?\//, "postgres://$1socket.invalid/");
  if (!URL.canParse(withHost)) return undefined;
  const url = new URL(withHost);
  const user = decoded(url.username);
  const database = decoded(url.pathname.slice(1));
  if (url.password !== "" || /:[^/]*@/.test(text) || !name.test(user) || !name.test(database))
    return undefined;
  const parameters = [...url.searchParams.keys()];
  if (withHost !== text) {
    const folder = url.searchParams.get("host") ?? "";
    if (parameters.length !== 1 || !folder.startsWith("/") || folder.includes("\0")) return undefined;
    return { host: folder, port: defaultPort, user, database };
  }
  if (parameters.length > 0 || url.hostname === "") return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return { host, port: url.port === "" ? defaultPort : Number(url.port), user, database };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
