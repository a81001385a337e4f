/** A text that later ones may quote. */
interface Source {
  readonly event: number;
  /** Where its normalised text begins in the whole. */
  readonly start: number;
}

/** What became of a quotation. */
export type QuoteVerdict =
  | { readonly verdict: "verifiable"; readonly event: number }
  | { readonly verdict: "altered"; readonly event: number; readonly standsAs: string }
  | { readonly verdict: "not found" };

/** Share of a quotation's words, in order, that must stand in one place for it to count as an altered quotation of that place. */
const ALIKE = 0.7;
const SEEDS = 8;
/** Places looked at for each seed. */
const PLACES = 4;
const MOST_WORDS = 80;
const SEPARATORS = /[^a-z0-9\u0080-\u1fff\u2070-\u2fff\u3040-\uffff]+/g;

/**
 * The texts of a run in order, for finding where a quotation stands. Letter case, punctuation and space do not count.
 * Every look-up is linear in the text before it.
 */
export class QuoteSources {
  readonly #sources: Source[] = [];
  #parts: string[] = [];
  #length = 0;
  #whole = "";

  /** Adds the text of an event; events come in order. */
  add(event: number, text: string): void {
    const normal = normalised(text);
    if (normal === " ") return;
    this.#sources.push({ event, start: this.#length });
    this.#parts.push(normal, "\n");
    this.#length += normal.length + 1;
  }

  /** Where a quotation stands among the texts of events before `before`. Latest place first. */
  find(quote: string, before: number): QuoteVerdict {
    const whole = this.#text();
    const end = this.#endBefore(before);
    const normal = normalised(quote);
    const at = end <= 0 ? -1 : whole.lastIndexOf(normal, end - normal.length);
    if (at >= 0) return { verdict: "verifiable", event: this.#eventAt(at) };
    return this.#findAltered(normal.trim().split(" ").slice(0, MOST_WORDS), end);
  }

  #findAltered(words: readonly string[], end: number): QuoteVerdict {
    let best = { share: 0, at: -1, window: "" };
    const length = words.join(" ").length;
    for (const { text, offset } of seedsOf(words)) {
      let from = end - text.length;
      for (let place = 0; place < PLACES && from >= 0; place++) {
        const at = this.#text().lastIndexOf(text, from);
        if (at < 0) break;
        from = at - 1;
        const window = this.#window(at - offset - 12, length + 36);
        const share = inOrder(words, window.split(" ").filter(Boolean)) / words.length;
        if (share > best.share) best = { share, at, window };
      }
    }
    if (best.share < ALIKE) return { verdict: "not found" };
    return { verdict: "altered", event: this.#eventAt(best.at), standsAs: trimmedTo(words, best.window) };
  }

  /** A stretch of the text cut at whole words and within one source. */
  #window(from: number, length: number): string {
    const start = Math.max(0, from);
    const stretch = this.#text().slice(start, start + length);
    const lines = stretch.split("\n");
    return lines.reduce((longest, line) => (line.length > longest.length ? line : longest), "").trim();
  }

  #text(): string {
    if (this.#parts.length > 0) {
      this.#whole += this.#parts.join("");
      this.#parts = [];
    }
    return this.#whole;
  }

  #endBefore(event: number): number {
    const next = this.#sources[firstAtLeast(this.#sources, ({ event: other }) => other >= event)];
    return next?.start ?? this.#length;
  }

  #eventAt(at: number): number {
    return this.#sources[firstAtLeast(this.#sources, ({ start }) => start > at) - 1]?.event ?? -1;
  }
}

/** Lower case, one space between words and at both ends. */
function normalised(text: string): string {
  return ` ${text.toLowerCase().replaceAll(SEPARATORS, " ").trim()} `;
}

/** Pieces of a quotation that an altered place may still hold: its longest pairs of words, and its longest words. */
function seedsOf(words: readonly string[]): { readonly text: string; readonly offset: number }[] {
  const seeds: { text: string; offset: number }[] = [];
  let offset = 0;
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (next !== undefined) seeds.push({ text: ` ${word} ${next} `, offset });
    if (word.length >= 5) seeds.push({ text: ` ${word} `, offset });
    offset += word.length + 1;
  }
  return seeds.toSorted((a, b) => b.text.length - a.text.length).slice(0, SEEDS);
}

/** Length of the longest common subsequence of words. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  let row = new Uint16Array(b.length + 1);
  for (const word of a) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 0; j < b.length; j++) next[j + 1] = word === b[j] ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number);
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The part of a window between the first and the last word it shares with the quotation. */
function trimmedTo(words: readonly string[], window: string): string {
  const held = new Set(words);
  const around = window.split(" ");
  const first = around.findIndex((word) => held.has(word));
  const last = around.findLastIndex((word) => held.has(word));
  return around.slice(Math.max(0, first), last + 1).join(" ");
}

function firstAtLeast<T>(sorted: readonly T[], isThere: (item: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isThere(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
