import type { FileReport, ReportEntry } from "./api.ts";

const MOST_ENTRIES = 1000;

/** Collects what a reader noticed about one file: all of it counted, the first entries kept. */
export class ReportBuilder {
  readonly #counts = new Map<string, { count: number; message: string }>();
  readonly #entries: ReportEntry[] = [];
  #summary: readonly string[] = [];
  /** Lines or records that could not be read. */
  skipped = 0;
  /** Things mended, derived or odd. */
  notices = 0;

  /** Lists a line or record that could not be read. */
  skip(entry: ReportEntry): void {
    this.skipped++;
    this.#note(entry, 1);
  }

  /** Lists something odd; `count` if the entry stands for several. */
  notice(entry: ReportEntry, count = 1): void {
    this.notices += count;
    this.#note(entry, count);
  }

  /** Takes counts over from an import, whose entries come one by one by `list`. */
  addCounts(skipped: number, counts: readonly { readonly code: string; readonly count: number; readonly message: string }[]): void {
    for (const { code, count, message } of counts) this.#add(code, count, message);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    this.skipped += skipped;
    this.notices += Math.max(0, total - skipped);
  }

  /** Adds an entry without counting it. */
  list(entry: ReportEntry): void {
    if (this.#entries.length < MOST_ENTRIES) this.#entries.push(entry);
  }

  summarise(sentences: readonly string[]): void {
    this.#summary = sentences;
  }

  /** The report so far. */
  build(file: number): FileReport {
    const counts = [...this.#counts].map(([code, { count, message }]) => ({ code, count, message })).toSorted((a, b) => b.count - a.count);
    return { file, skipped: this.skipped, counts, entries: [...this.#entries], summary: this.#summary };
  }

  #note(entry: ReportEntry, count: number): void {
    this.#add(entry.code, count, entry.message);
    this.list(entry);
  }

  #add(code: string, count: number, message: string): void {
    const known = this.#counts.get(code);
    if (known === undefined) this.#counts.set(code, { count, message });
    else known.count += count;
  }
}
