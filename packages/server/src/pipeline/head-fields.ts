/** The headers of which the pipeline and the audit trail speak; the first one of each name. */
export interface HeadFields {
  contentType: string | undefined;
  /** The `X-Amz-Target` header. */
  target: string | undefined;
  userAgent: string | undefined;
  referer: string | undefined;
  host: string | undefined;
  contentLength: string | undefined;
}

/** Finds them in one walk: this happens for every request, and most headers are none of them by their length. */
export function headFields(rawHeaders: readonly string[]): HeadFields {
  const fields: HeadFields = {
    contentType: undefined,
    target: undefined,
    userAgent: undefined,
    referer: undefined,
    host: undefined,
    contentLength: undefined,
  };
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const field = fieldOf(rawHeaders[at] ?? "");
    if (field !== undefined) fields[field] ??= rawHeaders[at + 1];
  }
  return fields;
}

function fieldOf(name: string): keyof HeadFields | undefined {
  switch (name.length) {
    case 4:
      return name.toLowerCase() === "host" ? "host" : undefined;
    case 7:
      return name.toLowerCase() === "referer" ? "referer" : undefined;
    case 10:
      return name.toLowerCase() === "user-agent" ? "userAgent" : undefined;
    case 12:
      switch (name.toLowerCase()) {
        case "content-type":
          return "contentType";
        case "x-amz-target":
          return "target";
        default:
          return undefined;
      }
    case 14:
      return name.toLowerCase() === "content-length" ? "contentLength" : undefined;
    default:
      return undefined;
  }
}
