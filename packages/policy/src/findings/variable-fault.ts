import type { IssueName } from "./issues.ts";

/**
 * Why a policy variable in a text is not well formed; undefined where all are. A name holds no space; a default is
 * a comma, a space and a text in single quotes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function variableFault(text: string): IssueName | undefined {
  for (let at = text.indexOf("${"); at >= 0; ) {
    const start = at + 2;
    const close = text.indexOf("}", start);
    const comma = text.indexOf(",", start);
    const hasDefault = comma >= 0 && (close < 0 || comma < close);
    const nested = text.indexOf("${", start);
    if (close < 0 || (nested >= 0 && nested < close)) return "MISSING_BRACE_IN_VARIABLE";
    const name = text.slice(start, hasDefault ? comma : close);
    if (name === "") return "EMPTY_VARIABLE";
    if (name.includes(" ")) return name.trim() === "" ? "EMPTY_VARIABLE" : "UNSUPPORTED_SPACE_IN_VARIABLE";
    if (hasDefault) {
      const quoted = text.startsWith(", '", comma);
      const end = quoted ? text.indexOf("'", comma + 3) : -1;
      if (end < 0 || text[end + 1] !== "}") return "MISSING_QUOTE_IN_VARIABLE";
      at = text.indexOf("${", end);
    } else at = nested;
  }
  return undefined;
}
