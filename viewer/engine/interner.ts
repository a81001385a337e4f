/** Gives each distinct UTF-8 text a small number, without making a string for texts it has seen. */
export class Interner {
  readonly #texts: string[] = [];
  readonly #bytes: Uint8Array[] = [];
  #slots = new Int32Array(256).fill(-1);
  #last = -1;
  readonly #decoder = new TextDecoder();

  /** Distinct texts, by code. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** Code of bytes[start, end). */
  code(bytes: Uint8Array, start: number, end: number): number {
    if (this.#last >= 0 && this.#equals(this.#last, bytes, start, end)) return this.#last;
    let slot = hashBytes(bytes, start, end) & (this.#slots.length - 1);
    for (;;) {
      const found = this.#slots[slot] as number;
      if (found < 0) return (this.#last = this.#add(slot, bytes, start, end));
      if (this.#equals(found, bytes, start, end)) return (this.#last = found);
      slot = (slot + 1) & (this.#slots.length - 1);
    }
  }

  #add(slot: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.#texts.length;
    const copy = bytes.slice(start, end);
    this.#bytes.push(copy);
    this.#texts.push(this.#decoder.decode(copy));
    this.#slots[slot] = code;
    if (this.#texts.length * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (const [code, bytes] of this.#bytes.entries()) {
      let slot = hashBytes(bytes, 0, bytes.length) & (slots.length - 1);
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code;
    }
    this.#slots = slots;
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const known = this.#bytes[code] as Uint8Array;
    if (known.length !== end - start) return false;
    for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false;
    return true;
  }
}

/** 32-bit FNV-1a with a final mix (Murmur3's), over bytes. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash | 0;
}
