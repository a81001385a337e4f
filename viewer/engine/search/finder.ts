import { constantOf, instantiate, type WasmExports } from "../wasm.ts";
import { FIND_BASE64 } from "./find-wasm.ts";

/** Exports of `assembly/find.ts`. */
interface FindExports extends WasmExports {
  setNeedle(size: number, firstProbe: number, secondProbe: number): void;
  find(from: number, to: number): number;
  nextFrom(): number;
}

/** Printable ASCII but the characters JSON may write in two ways. */
const PLAIN = /^[\x20-\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+$/;
const NOT_PLAIN = /[^\x20-\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+/;
/** A shorter part of a text is in too many lines. */
const SHORTEST_PART = 3;
/** Characters of JSON text by how often they are met, the most frequent first; others are seldom. */
const FREQUENT = ' "etaoinsrlcd_u:0,mp1hgf2ybv34.5w68k79-xjqz';

/** Finds plain ASCII texts in bytes by a kernel in WebAssembly. */
export class Finder {
  readonly #exports: FindExports;
  readonly #input: Uint8Array;
  readonly #needle: Uint8Array;
  readonly #folds: Uint8Array;
  readonly #hits: Uint32Array;

  constructor(exports: FindExports) {
    const at = (name: string): number => constantOf(exports, name);
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#input = new Uint8Array(buffer, at("INPUT"), at("INPUT_SIZE"));
    this.#needle = new Uint8Array(buffer, at("NEEDLE"), at("MOST_LENGTH"));
    this.#folds = new Uint8Array(buffer, at("FOLDS"), at("MOST_LENGTH"));
    this.#hits = new Uint32Array(buffer, at("HITS"), at("MOST_HITS"));
  }

  /** True if it can look for that text. */
  takes(text: string): boolean {
    return text.length <= this.#needle.length && PLAIN.test(text);
  }

  /** The part of a text that it takes and that is met least; undefined if there is none worth looking for. */
  partOf(text: string): string | undefined {
    const seldomness = (part: string): number => [...part.toLowerCase()].reduce((sum, character) => sum + rankOf(character), 0);
    const parts = text.split(NOT_PLAIN).filter((part) => part.length >= SHORTEST_PART && this.takes(part));
    return parts.toSorted((a, b) => seldomness(b) - seldomness(a))[0];
  }

  /** Calls `visit` with the index of each place of a text that it takes, none overlapping the one before, until that says false. */
  each(bytes: Uint8Array, { text, caseSensitive }: { readonly text: string; readonly caseSensitive: boolean }, visit: (at: number) => boolean): void {
    this.#setNeedle(text, caseSensitive);
    for (let at = 0; at + text.length <= bytes.length; ) {
      const size = Math.min(this.#input.length, bytes.length - at);
      this.#input.set(bytes.subarray(at, at + size));
      let from = 0;
      while (from + text.length <= size) {
        const count = this.#exports.find(from, size);
        for (let hit = 0; hit < count; hit++) if (!visit(at + (this.#hits[hit] as number))) return;
        from = this.#exports.nextFrom();
      }
      at += from;
    }
  }

  #setNeedle(text: string, caseSensitive: boolean): void {
    const needle = new TextEncoder().encode(caseSensitive ? text : text.toLowerCase());
    this.#needle.set(needle);
    for (const [index, byte] of needle.entries()) this.#folds[index] = !caseSensitive && byte >= 0x61 && byte <= 0x7a ? 0x20 : 0;
    const seldom = [...text.toLowerCase()].map((character, index) => ({ index, rank: rankOf(character) })).toSorted((a, b) => b.rank - a.rank || a.index - b.index);
    const first = seldom[0]?.index ?? 0;
    this.#exports.setNeedle(needle.length, first, seldom.find(({ index }) => index !== first)?.index ?? first);
  }
}

function rankOf(character: string): number {
  const place = FREQUENT.indexOf(character);
  return place < 0 ? FREQUENT.length : place;
}

/** A finder; undefined where the browser has no SIMD. */
export function createFinder(): Finder | undefined {
  const exports = instantiate(FIND_BASE64);
  return exports === undefined ? undefined : new Finder(exports as FindExports);
}
