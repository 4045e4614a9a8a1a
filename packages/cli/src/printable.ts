/**
 * What others say (a server, a database, a backup), fit for a terminal: in one line, and with nothing that steers it or
 * turns the direction of writing.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ");
}
