import { IncomingMessage } from "node:http";

/** The headers that Node's server asks for itself before it hands a request over. */
const asked = ["host", "expect", "te"] as const;

/**
 * A request whose `headers` are only those that Node's server looks at. Making all of them, folded and joined, takes as
 * long as checking what is signed, and nothing here may read them: they hide what a header said twice, so everything
 * goes by `rawHeaders`.
 */
export class LeanRequest extends IncomingMessage {}

Object.defineProperty(LeanRequest.prototype, "headers", {
  get(this: LeanRequest): Readonly<Record<string, string>> {
    const { rawHeaders } = this;
    const found: Record<string, string> = Object.create(null);
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at] ?? "";
      for (const each of asked) {
        // The first of several, as Node has it.
        if (name.length === each.length && name.toLowerCase() === each)
          found[each] ??= rawHeaders[at + 1] ?? "";
      }
    }
    return found;
  },
});
