interface Span {
  readonly start: number;
  readonly end: number;
  /** Empty for a stretch that is to stay as it is. */
  readonly label: string;
}

/** Stretches of one text that were taken, in order, none overlapping another. */
export class Spans {
  readonly #spans: Span[] = [];

  /** Takes a stretch unless it touches one taken before. */
  take(start: number, end: number, label: string): void {
    if (end <= start) return;
    const at = this.#after(start);
    const before = this.#spans[at - 1];
    const after = this.#spans[at];
    if ((before !== undefined && before.end > start) || (after !== undefined && after.start < end)) return;
    this.#spans.splice(at, 0, { start, end, label });
  }

  /** True if one stretch is the whole of a text of this length. */
  covers(start: number, end: number): boolean {
    return this.#spans.some((span) => span.start <= start && span.end >= end);
  }

  /** The text with each stretch replaced; the text itself if nothing was taken. */
  replace(text: string, replacement: (label: string, value: string) => string): string {
    let result = "";
    let done = 0;
    for (const { start, end, label } of this.#spans) {
      if (label === "") continue;
      result += text.slice(done, start) + replacement(label, text.slice(start, end));
      done = end;
    }
    return done === 0 ? text : result + text.slice(done);
  }

  /** Index of the first stretch that begins after a place. */
  #after(place: number): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle] as Span).start <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
