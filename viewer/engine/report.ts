import type { SourcePlace } from "../../format/importers/types.ts";
import type { FileReport, ReportEntry } from "./contracts/intake.ts";

const MOST_ENTRIES = 1000;

/** An entry with the place in the dropped file it is about, if the file was imported. */
interface PlacedEntry extends ReportEntry {
  readonly source?: SourcePlace | undefined;
}

/** Collects what a reader noticed about one file: all of it counted, the first entries kept. */
export class ReportBuilder {
  readonly #counts = new Map<string, { count: number; message: string }>();
  readonly #entries: PlacedEntry[] = [];
  #records: FileReport["records"];
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

  /** Says what became of the records of an import. */
  account(records: NonNullable<FileReport["records"]>): void {
    this.#records = records;
  }

  /** The entry at a place of the list. */
  entry(index: number): PlacedEntry | undefined {
    return this.#entries[index];
  }

  /** Adds an entry without counting it. */
  list(entry: PlacedEntry): void {
    if (this.#entries.length < MOST_ENTRIES) this.#entries.push(entry);
  }

  summarise(sentences: readonly string[]): void {
    this.#summary = sentences;
  }

  /** The report so far. */
  build(file: number): FileReport {
    const counts = [...this.#counts].map(([code, { count, message }]) => ({ code, count, message })).toSorted((a, b) => b.count - a.count);
    const entries = this.#entries.map(({ source, ...entry }) => ({ ...entry, ...(source !== undefined && { place: placeText(source) }) }));
    return { file, skipped: this.skipped, counts, entries, summary: this.#summary, ...(this.#records !== undefined && { records: this.#records }) };
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

/** A place in a dropped file, for people. */
function placeText({ file, line, pointer }: SourcePlace): string {
  const inside = [line === undefined ? "" : `line ${line.toLocaleString("en")}`, pointer ?? ""].filter((part) => part !== "");
  return [file, ...inside].join(" · ");
}
