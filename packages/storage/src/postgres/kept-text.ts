/**
 * PostgreSQL's texts are UTF-8 without NUL. Every text that a caller may choose goes in through `kept` and comes out
 * through `original`, so that it comes back as it was; of JSON, which is most of what is kept, nothing ever changes.
 */
const mark = "\u0001";
const odd = /[\0\u0001]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function kept(text: string): string {
  if (text.isWellFormed() && !text.includes("\0") && !text.includes(mark)) return text;
  return text.replace(odd, (unit) => mark + unit.charCodeAt(0).toString(16).padStart(4, "0"));
}

function original(text: string): string {
  if (!text.includes(mark)) return text;
  return text.replace(/\u0001([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** A column of kept text, as it was. */
export function text(column: unknown): string {
  return original(column as string);
}
