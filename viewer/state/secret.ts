/** So many random bytes, in hexadecimal digits. */
export function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A secret for placeholders of redacted values: the same within one use, another the next time. */
export function randomSecret(): string {
  return randomHex(24);
}
