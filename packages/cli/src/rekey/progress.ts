import type { Keys } from "./follow-rotation.ts";

type Rotation = NonNullable<Keys["Rotation"]>;

/** Where the keys are, as a line. */
export function progressOf({ Rotation, WrappedByFirst }: Keys): string {
  if (Rotation !== undefined) return stepOf(Rotation);
  return WrappedByFirst
    ? "Done: the first master key wraps all data keys; the others are needed for older backups alone."
    : "Done, but the first master key of the server that answered does not wrap the data keys: run it again.";
}

function stepOf({ Step, ValuesLeft }: Rotation): string {
  switch (Step) {
    case "announced":
      return "New data keys are made; every server learns them.";
    case "turned":
      return "The new data keys seal; every server learns that.";
    case "resealing":
      return `What is kept is sealed anew${ValuesLeft === undefined ? "" : `: ${ValuesLeft} left`}.`;
    default:
      // Of a newer server.
      return "The rotation goes on.";
  }
}
