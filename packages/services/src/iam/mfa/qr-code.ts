import { crc32, deflateSync } from "node:zlib";
import encodeQr from "qr";

/** Pixels of one module's side. */
const SCALE = 4;
/** Modules of white around it, as the standard asks for. */
const BORDER = 4;

/** A QR code of a text, as a PNG of two colours. */
export function qrCodePng(text: string): Uint8Array {
  const modules = encodeQr(text, "raw", { ecc: "medium", border: BORDER });
  const side = modules.length * SCALE;
  const rowBytes = 1 + Math.ceil(side / 8);
  // Each row begins with its filter, none; a set bit is white.
  const pixels = Buffer.alloc(rowBytes * side);
  for (let y = 0; y < side; y++) {
    const row = modules[Math.floor(y / SCALE)] ?? [];
    for (let x = 0; x < side; x++) {
      if (row[Math.floor(x / SCALE)] === true) continue;
      const at = y * rowBytes + 1 + (x >> 3);
      pixels[at] = (pixels[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return png(side, pixels);
}

/** Source: https://www.w3.org/TR/png-3/ */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A square of grey samples of one bit. */
function png(side: number, pixels: Buffer): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
