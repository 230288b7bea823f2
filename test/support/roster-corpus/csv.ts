/** Text files in the encodings in which WPS and Excel write them. */

/** Character → its two bytes in GB18030 (which are those of GBK), turned round from the decoder. */
function gbTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (trail !== 0x7f && [...char].length === 1 && char !== '\ufffd') table.set(char, [lead, trail]);
    }
  return table;
}

let table: ReturnType<typeof gbTable> | undefined;

/** ASCII and whatever GBK has. */
export function gb18030(text: string): Uint8Array {
  table ??= gbTable();
  return Uint8Array.from(
    [...text].flatMap((char) => {
      if (char.charCodeAt(0) < 128) return [char.charCodeAt(0)];
      const pair = table?.get(char);
      if (!pair) throw new Error(`${char} is not in GBK`);
      return pair;
    }),
  );
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const utf8Mark = (text: string): Uint8Array => utf8(`\ufeff${text}`);
export const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
