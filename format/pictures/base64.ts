/** What each character of base64 stands for, also of the form for addresses; 64 for white space and filling, 255 for what it has not. */
const VALUES = ((): Uint8Array => {
  const values = new Uint8Array(128).fill(255);
  for (const [at, sign] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries()) values[sign.charCodeAt(0)] = at;
  values["-".charCodeAt(0)] = 62;
  values["_".charCodeAt(0)] = 63;
  for (const sign of "= \n\r\t") values[sign.charCodeAt(0)] = 64;
  return values;
})();

/** True if a byte may stand in base64. */
export function isBase64Byte(byte: number): boolean {
  return (VALUES[byte] ?? 255) <= 64;
}

/** The bytes of a base64 text; undefined if it holds anything else. Takes both alphabets, and line breaks. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [size, bits, kept] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? 255;
    if (value > 64) return undefined;
    if (value === 64) continue;
    kept = ((kept << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[size++] = kept >> bits;
  }
  return bytes.subarray(0, size);
}
