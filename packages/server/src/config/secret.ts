import { inspect } from "node:util";

/** A text that prints, serialises and joins as `[secret]`; only `reveal` gives it. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

export function secret(text: string): Secret {
  const shown = () => "[secret]";
  return Object.freeze({ reveal: () => text, toString: shown, toJSON: shown, [inspect.custom]: shown });
}
