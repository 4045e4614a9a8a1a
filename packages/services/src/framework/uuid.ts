/**
 * A random UUID, of version 4.
 * @param random gives as many random bytes as it is asked for
 * Source: https://www.rfc-editor.org/rfc/rfc9562#section-5.4
 */
export function newUuid(random: (length: number) => Uint8Array): string {
  const bytes = Buffer.from(random(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
