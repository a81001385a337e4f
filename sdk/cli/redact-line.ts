import { renameBlobs } from "../../format/blobs.ts";
import type { EventRecord, Header } from "../../format/event.ts";
import { writeEvent, writeHeader } from "../../format/jsonl/write.ts";
import { redactMember } from "../../format/redaction/record.ts";
import type { Redactor } from "../../format/redaction/redactor.ts";
import { lineHash } from "./chain.ts";

/**
 * Redacts the lines of one file in their order: names and payloads, not the ids and times that hold the trace together.
 * Where the file is chained, the chain is made anew.
 */
export class LineRedactor {
  readonly #redactor: Redactor;
  readonly #blobs: ReadonlyMap<string, string>;
  #chained = false;
  #before = "";

  /** `blobs` gives the new hash of each blob whose content changed. */
  constructor(redactor: Redactor, blobs: ReadonlyMap<string, string>) {
    this.#redactor = redactor;
    this.#blobs = blobs;
  }

  /** A line, redacted; one that is no JSON object is redacted as text. */
  redact(line: string): string {
    const record = parsed(line);
    if (record === undefined) return this.#redactor.text(line);
    return "peek" in record ? this.#header(record as unknown as Header) : this.#event(record as EventRecord);
  }

  #header(header: Header): string {
    this.#chained = header.chain === "sha256";
    const line = writeHeader(this.#cleaned(header) as Header);
    this.#before = lineHash(line);
    return line;
  }

  #event(event: EventRecord): string {
    const cleaned = this.#cleaned(event);
    if (!this.#chained) return writeEvent(cleaned as EventRecord);
    if (this.#before !== "") cleaned["prev"] = this.#before;
    const line = writeEvent(cleaned as EventRecord);
    this.#before = lineHash(line);
    return line;
  }

  #cleaned(record: Header | EventRecord): Record<string, unknown> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, redactMember(this.#redactor, key, value, (json) => renameBlobs(json, this.#blobs))]));
  }
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
