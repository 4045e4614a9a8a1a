/** RSA keys as SSH writes them. Source: https://www.rfc-editor.org/rfc/rfc4253#section-6.6 */

/** Big-endian, without leading zeros. */
export interface RsaNumbers {
  readonly exponent: Buffer;
  readonly modulus: Buffer;
}

const algorithm = "ssh-rsa";

/** The numbers in a blob; undefined: it is no RSA key, or its numbers are not written in the one way there is. */
export function readBlob(blob: Buffer): RsaNumbers | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (fields.length === 3 || at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  const [name, exponent, modulus] = fields;
  if (exponent === undefined || modulus === undefined || name?.toString("latin1") !== algorithm) {
    return undefined;
  }
  const numbers = { exponent: withoutZeros(exponent), modulus: withoutZeros(modulus) };
  return writeBlob(numbers).equals(blob) ? numbers : undefined;
}

export function writeBlob({ exponent, modulus }: RsaNumbers): Buffer {
  return Buffer.concat([Buffer.from(algorithm), signed(exponent), signed(modulus)].flatMap(withLength));
}

export function bitLength(number: Buffer): number {
  const [first = 0] = number;
  return first === 0 ? 0 : number.length * 8 - Math.clz32(first) + 24;
}

function withoutZeros(number: Buffer): Buffer {
  const start = number.findIndex((byte) => byte !== 0);
  return start === -1 ? Buffer.alloc(0) : number.subarray(start);
}

/** The first bit is the sign's. */
function signed(number: Buffer): Buffer {
  return (number[0] ?? 0) < 0x80 ? number : Buffer.concat([Buffer.alloc(1), number]);
}

function withLength(field: Buffer): readonly Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return [length, field];
}
