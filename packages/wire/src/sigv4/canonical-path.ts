import { canonicalEscapes, escapePath } from "./percent.ts";
import type { ServiceSigning } from "./service-signing.table.ts";

/** Without empty and `.` segments, `..` resolved; a slash at the end stays. */
function normalize(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  if (kept.length === 0) return "/";
  return `/${kept.join("/")}${path.endsWith("/") ? "/" : ""}`;
}

/**
 * The path of a request target as it is signed. Undefined where an escape is broken.
 *
 * `/`, `//` and `/x/..` are signed alike: what routes must compare the raw path.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
export function canonicalPath(path: string, style: ServiceSigning["path"]): string | undefined {
  if (path === "/") return path;
  return style === "once" ? canonicalEscapes(path, "path") : escapePath(normalize(path));
}
