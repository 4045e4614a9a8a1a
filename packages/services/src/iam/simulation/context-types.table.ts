import { readsAs } from "@portcullis/policy";
import { plainNumber } from "./plain-number.ts";

/** What the values of a context entry of some type must be. */
export interface ContextType {
  /** Several values may be given. */
  readonly list: boolean;
  /** How AWS names the form; undefined: every text is one. */
  readonly form: string | undefined;
  /** The value as conditions compare it; undefined: it has not the form. */
  readonly read: (value: string) => string | undefined;
}

const any = (value: string): string | undefined => value;

const string = { form: undefined, read: any };
const numeric = { form: "numeric format", read: plainNumber };
// AWS takes every text for a boolean: what is neither true nor false matches nothing.
const boolean = { form: undefined, read: any };
const ip = { form: "IP address", read: (value: string) => (readsAs("ip", value) ? value : undefined) };
const binary = {
  form: "base-64 encoded binary format",
  read: (value: string) => (readsAs("binary", value) ? value : undefined),
};
const date = {
  form: "DateTime format",
  read: (value: string) => (readsAs("date", value) ? value : undefined),
};

const one = (type: Omit<ContextType, "list">): ContextType => ({ ...type, list: false });
const several = (type: Omit<ContextType, "list">): ContextType => ({ ...type, list: true });

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html */
export const contextTypes = {
  string: one(string),
  stringList: several(string),
  numeric: one(numeric),
  numericList: several(numeric),
  boolean: one(boolean),
  booleanList: several(boolean),
  ip: one(ip),
  ipList: several(ip),
  binary: one(binary),
  binaryList: several(binary),
  date: one(date),
  dateList: several(date),
} as const satisfies Readonly<Record<string, ContextType>>;
