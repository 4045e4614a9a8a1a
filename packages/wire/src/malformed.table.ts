import type { Failure } from "./failure.ts";

const malformed = (message: string): Failure => ({ code: "MalformedInput", message });
const serialization = (message: string): Failure => ({ code: "SerializationException", message });

/** What the query decoder says of parameters that do not fit the model; AWS leaves the text out where none is given. */
export const malformedForm = {
  scalarWithMembers: malformed("Start of structure or map found where not expected."),
  listWithoutMember: malformed("Top level element may not be treated as a list"),
  listAsText: malformed("Unexpected list element termination"),
  emptyNumber: malformed("missing value for decimal type"),
  badValue: malformed(""),
  badIndex: (segment: string): Failure => {
    const told = segment.slice(0, 32);
    if (told.startsWith("-")) return malformed(`Key ${told} may not have a leading '-'`);
    if (/^[0-9]*$/.test(told)) return malformed(`${told} is not a valid index`);
    return malformed("Start of list found where not expected");
  },
  /** With commas between thousands. */
  sparseList: (skipped: number): Failure =>
    malformed(`Excessively sparse input would skip ${skipped.toLocaleString("en-US")} list elements`),
} as const;

/** What the JSON decoder says, by what was found and what the model wants; no text where AWS gives none. */
export const malformedJson = {
  syntax: serialization(""),
  listFound: serialization("Start of list found where not expected"),
  structureFound: serialization("Start of structure or map found where not expected."),
  listExpected: serialization("Expected list or null"),
  structureExpected: serialization("Expected null"),
  badValue: serialization(""),
  badBase64: serialization("only base-64-encoded strings are convertible to bytes"),
  cannotConvert: (found: string, wanted: string): Failure =>
    serialization(`${found} can not be converted to ${wanted}`),
} as const;
