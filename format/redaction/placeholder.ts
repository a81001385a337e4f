import { hmacSha256 } from "./sha256.ts";

const HASH_DIGITS = 10;
const MOST_KNOWN = 1000;

/** A placeholder of ours, wherever it stands: never replaced again, so that redacting twice changes nothing. */
export const PLACEHOLDER = /\[[A-Z][A-Z0-9_]{1,30}:[0-9a-f]{10}\]/g;

/**
 * Makes the words that stand for what was redacted: `[EMAIL:3f9a2c1d04]`. The digits are a keyed hash (HMAC-SHA256) of
 * the value: the same value has the same placeholder as long as the key is the same, so that a reader can still follow
 * it through a run, and nobody without the key can find the value by trying.
 */
export class Placeholders {
  readonly #key: Uint8Array;
  readonly #encoder = new TextEncoder();
  readonly #known = new Map<string, string>();

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  of(label: string, value: string): string {
    const plain = canonical(label, value);
    let hash = this.#known.get(plain);
    if (hash === undefined) {
      hash = hex(hmacSha256(this.#key, this.#encoder.encode(plain))).slice(0, HASH_DIGITS);
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(plain, hash);
    }
    return `[${label}:${hash}]`;
  }
}

/** Spellings of one value as one: without the marks between digits, in one case where case means nothing. */
function canonical(label: string, value: string): string {
  if (label === "EMAIL" || label.startsWith("IP")) return value.toLowerCase();
  if (label === "PHONE" || label === "CARD") return value.replaceAll(/\D/g, "");
  if (label === "IBAN" || label.startsWith("ID_")) return value.replaceAll(/[^A-Za-z0-9]/g, "").toUpperCase();
  return value;
}

function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
