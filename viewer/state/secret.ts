/** A secret for placeholders of redacted values: the same within one use, another the next time. */
export function randomSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
