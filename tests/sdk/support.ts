import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import type { EventRecord, Json } from "../../format/event.ts";
import { createRecorder, MemorySink, type InitOptions } from "../../sdk/index.ts";

/** An event as read back, its payload opened. */
export type ReadEvent = EventRecord & { readonly payload: { readonly [key: string]: Json | undefined } };

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "peek-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that goes away with the test file. */
export function lasting(): string {
  const folder = mkdtempSync(join(tmpdir(), "peek-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Lines of a trace as objects. Throws if one is not JSON, or the last is not ended. */
export function parseLines(text: string): ReadEvent[] {
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line is not ended");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ReadEvent);
}

/** Events of a trace file, headers left out. */
export function readEvents(file: string): ReadEvent[] {
  return parseLines(readFileSync(file, "utf8")).filter((line) => !("peek" in line));
}

/** The trace files of a folder, in order of name. */
export function traceFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".peek.jsonl"))
    .sort()
    .map((name) => join(folder, name));
}

/** A recorder into memory and the events it has taken. */
export function inMemory(options: InitOptions = {}): { readonly recorder: ReturnType<typeof createRecorder>; events(): ReadEvent[]; text(): string } {
  const sink = new MemorySink();
  const recorder = createRecorder({ sink, enabled: true, ...options });
  return { recorder, events: () => parseLines(sink.text()).filter((line) => !("peek" in line)), text: () => sink.text() };
}
