/** Private keys of kinds that nothing here takes, in groups as large as a text can hold. */

const lengthOf = (bytes: number): Buffer => {
  if (bytes < 0x80) return Buffer.from([bytes]);
  return bytes < 0x100 ? Buffer.from([0x81, bytes]) : Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
};
const value = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
const sequence = (...values: readonly Buffer[]): Buffer => value(0x30, Buffer.concat(values));
const integer = (magnitude: Buffer): Buffer => value(2, Buffer.concat([Buffer.alloc(1), magnitude]));
const name = (digits: string): Buffer => value(6, Buffer.from(digits, "hex"));

/** Bytes of the modulus of which a key has just under the 16,384 characters that a text may have. */
const LARGEST = 5900;
const modulus = integer(Buffer.alloc(LARGEST, 0xff));
const generator = integer(Buffer.from([2]));
const order = integer(Buffer.alloc(20, 0xff));

const algorithms = {
  dsa: sequence(name("2a8648ce380401"), sequence(modulus, order, generator)),
  dh: sequence(name("2a864886f70d010301"), sequence(modulus, generator)),
} as const;

/** PKCS #8 in PEM. Whoever reads its public half out of it raises to a power of as many bits as the modulus has. */
export function hostileKey(kind: keyof typeof algorithms): string {
  const secret = value(4, integer(Buffer.alloc(LARGEST, 0xfe)));
  const lines = sequence(integer(Buffer.alloc(0)), algorithms[kind], secret)
    .toString("base64")
    .replace(/.{64}/g, "$&\n");
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}
