import { deflateSync } from 'node:zlib';
import { type Random, seeded } from './random';

/** A name as a finger writes it, on white. */
const WIDTH = 360;
const HEIGHT = 160;
const PEN = 3;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The picture (PNG) of somebody's signature; the same name is always written alike. */
export function drawSignature(name: string): Uint8Array {
  const pixels = Buffer.alloc(WIDTH * HEIGHT, 255);
  const random = seeded([...name].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) >>> 0);
  const letters = [...name].length;
  const box = (WIDTH - 40) / letters;
  for (let i = 0; i < letters; i++) for (const stroke of strokes(random, 20 + i * box, box)) draw(pixels, stroke);
  return png(pixels);
}

/** Five or six strokes in the box of one letter, mostly across and down, as of a quick hand. */
function strokes(random: Random, left: number, box: number): (readonly [Point, Point, Point])[] {
  const at = (x: number, y: number): Point => ({ x: left + x * box * 0.9, y: 25 + y * (HEIGHT - 50) });
  return Array.from({ length: random.int(5, 6) }, (_, i) => {
    const spread = () => random.int(0, 20) / 100;
    const place = random.int(10, 80) / 100;
    return i % 2 === 0
      ? [at(0.05 + spread(), place), at(0.5, place - spread() / 2), at(0.75 + spread(), place - spread() / 2)]
      : [at(place, 0.05 + spread()), at(place - spread() / 2, 0.5), at(place - spread(), 0.8 + spread())];
  });
}

/** A curve through its middle point, as wide as the pen. */
function draw(pixels: Buffer, [from, middle, to]: readonly [Point, Point, Point]): void {
  for (let t = 0; t <= 1; t += 0.004) {
    const along = (a: number, b: number, c: number) => a * (1 - t) ** 2 + 2 * b * t * (1 - t) + c * t ** 2;
    dot(pixels, along(from.x, middle.x, to.x), along(from.y, middle.y, to.y));
  }
}

function dot(pixels: Buffer, x: number, y: number): void {
  for (let dy = -PEN; dy <= PEN; dy++)
    for (let dx = -PEN; dx <= PEN; dx++) {
      const [column, row] = [Math.round(x + dx), Math.round(y + dy)];
      const inside = column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT;
      if (inside && dx * dx + dy * dy <= PEN * PEN) pixels[row * WIDTH + column] = 40;
    }
}

/** Eight-bit grey as PNG: header, pixels with a filter byte a row, end. */
function png(pixels: Buffer): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header[8] = 8;
  const rows = Array.from({ length: HEIGHT }, (_, row) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(row * WIDTH, (row + 1) * WIDTH)]),
  );
  const magic = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
