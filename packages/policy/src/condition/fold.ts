/**
 * Text for a comparison that ignores case, unit by unit as Java's equalsIgnoreCase folds (upper, then lower), and
 * without the foldings that change a text's length (`ß` is not `ss`).
 */
export function foldCase(text: string): string {
  let folded = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    const upper = unit.toUpperCase();
    const lower = (upper.length === 1 ? upper : unit).toLowerCase();
    folded += lower.length === 1 ? lower : unit;
  }
  return folded;
}
