const form = /^P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/;

/**
 * Reads a duration of ISO 8601 in days, hours, minutes and seconds (`P1DT2H`, `PT0.5S`) as milliseconds. Years,
 * months and weeks have no fixed length or no company in the standard's forms, and are refused as signs are.
 * Undefined when the text is none.
 */
export function parseDuration(text: string): number | undefined {
  const match = form.exec(text);
  if (match === null || text === "P") return undefined;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = "0"] = match;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Number(fraction.padEnd(3, "0"));
}
