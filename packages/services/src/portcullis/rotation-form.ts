import type { OutputOf } from "../framework/api.ts";
import type { RotationFacts } from "../framework/call.ts";

/** Where a rotation stands, as answers say it. */
export function rotationForm({
  wrappedByFirst,
  rotation,
}: RotationFacts): Pick<OutputOf<"portcullis:DescribeKeys">, "WrappedByFirst" | "Rotation"> {
  if (rotation === undefined) return { WrappedByFirst: wrappedByFirst };
  const { step, begun, left } = rotation;
  return {
    WrappedByFirst: wrappedByFirst,
    Rotation: {
      Step: step,
      Begun: begun,
      ...(left === undefined ? {} : { ValuesLeft: left.values, ValuesUnreadable: left.unreadable }),
    },
  };
}
