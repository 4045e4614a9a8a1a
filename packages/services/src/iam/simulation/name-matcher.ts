/**
 * A name with wildcards: at most one `*` for any number of characters, and any number of `?` for exactly one.
 * undefined: it is empty, or has more stars.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyIdentifier.html
 */
export function nameMatcher(pattern: string): ((name: string) => boolean) | undefined {
  const [head = "", tail, ...more] = pattern.split("*");
  if (pattern === "" || more.length > 0) return undefined;
  if (tail === undefined) return (name) => name.length === head.length && fits(head, name, 0);
  return (name) =>
    name.length >= head.length + tail.length &&
    fits(head, name, 0) &&
    fits(tail, name, name.length - tail.length);
}

function fits(pattern: string, name: string, from: number): boolean {
  for (let at = 0; at < pattern.length; at++)
    if (pattern[at] !== "?" && pattern[at] !== name[from + at]) return false;
  return true;
}
