import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { blobHash } from "../../format/blobs.ts";
import { isArrow, MAGIC_BYTES, packingOf } from "../../format/containers/magic.ts";
import { bytesSource, type ByteSource } from "../../format/containers/source.ts";
import type { EventRecord, Header } from "../../format/event.ts";
import { detectionInput, ownForm } from "../../format/importers/detect.ts";
import { importFile } from "../../format/importers/file.ts";
import { planImports } from "../../format/importers/plan.ts";
import { runImport } from "../../format/importers/run.ts";
import type { ImportFile } from "../../format/importers/types.ts";
import { upgradeRecord } from "../../format/upgrade/index.ts";
import { FORMAT_VERSION } from "../../format/version.ts";
import { CliError, usage } from "./failure.ts";
import type { Io } from "./io.ts";
import { Progress } from "./progress.ts";

/** A line of a trace: an event, a header, or neither. */
export interface TraceLine {
  /** The file as it was named. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly byteOffset: number;
  readonly text: string;
  readonly event?: EventRecord;
  readonly header?: Header;
  /** Why it is neither; `newer_version` stands with a header. */
  readonly problem?: "bad_json" | "not_an_object" | "missing_member" | "newer_version";
}

const TRACE = /\.peek\.(?:jsonl|arrow)(?:\.(?:gz|zst))?$|\.zip$/;

/** The files named, folders by the traces in them. Throws if nothing was named, or a folder holds none. */
export async function traceFiles(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) throw usage("no trace was named", "Name a file or a folder, e.g. peek show traces/");
  const files: string[] = [];
  for (const path of paths) {
    if (path === "-" || !(await stat(path)).isDirectory()) {
      files.push(path);
      continue;
    }
    const names = (await readdir(path, { recursive: true, encoding: "utf8" })).filter((name) => TRACE.test(name) && !name.includes(".blobs")).toSorted();
    if (names.length === 0) throw new CliError("there is no trace in this folder", path, "Traces end in .peek.jsonl; name the file itself if yours does not.");
    files.push(...names.map((name) => join(path, name)));
  }
  return files;
}

/** Every line of the named traces, in their order. Packed and foreign files are unpacked and read as what they are. */
export async function* traceLines(paths: readonly string[], io: Io): AsyncGenerator<TraceLine> {
  for (const path of await traceFiles(paths)) yield* linesOfFile(path, io);
}

/** The events of the named traces. Lines that are none are counted and said at the end, never in silence. */
export async function* traceEvents(paths: readonly string[], io: Io): AsyncGenerator<EventRecord> {
  const bad = new Map<string, number>();
  for await (const { file, event, problem } of traceLines(paths, io)) {
    if (event !== undefined) yield event;
    else if (problem !== undefined) bad.set(file, (bad.get(file) ?? 0) + 1);
  }
  for (const [file, count] of bad) io.err(`${file}: ${count} ${count === 1 ? "line" : "lines"} could not be read; peek verify says which\n`);
}

async function* linesOfFile(path: string, io: Io): AsyncGenerator<TraceLine> {
  const { source, close } = await openSource(path);
  try {
    const head = await source.slice(0, MAGIC_BYTES);
    if (packingOf(head) !== undefined || isArrow(head)) yield* unpackedLines(path, source, io);
    else yield* plainLines(path, await importFile({ name: basename(path), archive: "", source }), source, io);
  } finally {
    await close();
  }
}

/** A file on disk as bytes in ranges; `-` is what comes in on standard input. */
export async function openSource(path: string): Promise<{ readonly source: ByteSource; readonly close: () => Promise<void> }> {
  if (path === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return { source: bytesSource("standard input", Buffer.concat(chunks)), close: () => Promise.resolve() };
  }
  const file = await open(path, "r");
  const { size } = await file.stat();
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, size) - start));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  };
  return { source: { name: path, size, slice }, close: () => file.close() };
}

async function* unpackedLines(path: string, source: ByteSource, io: Io): AsyncGenerator<TraceLine> {
  const { expand } = await import("../../format/containers/expand.ts");
  const foreign: ImportFile[] = [];
  for await (const item of expand(source)) {
    if (item.type === "failed") throw new CliError(item.failure.cause, item.failure.place, item.failure.next);
    if (item.type === "notice") io.err(`${item.place}: ${item.message}\n`);
    else if (blobHash(item.name) !== undefined) continue;
    else if (isArrow(await item.source.slice(0, MAGIC_BYTES))) yield* arrowLines(path, item.source);
    else {
      const file = await importFile(item);
      if ((await ownForm(item.source, detectionInput(file))) === "jsonl") yield* ownLines(path, file, new Progress(io, path, item.source.size));
      else foreign.push(file);
    }
  }
  if (foreign.length > 0) yield* foreignLines(path, foreign, io);
}

async function* arrowLines(path: string, source: ByteSource): AsyncGenerator<TraceLine> {
  const { unpackArrow } = await import("../../format/arrow/unpack.ts");
  const reader = new LineReader(path);
  let line = 0;
  for (const text of unpackArrow(await source.slice(0, source.size))) yield reader.read({ text, line: ++line, byteOffset: 0 });
}

async function* plainLines(path: string, file: ImportFile, source: ByteSource, io: Io): AsyncGenerator<TraceLine> {
  if (source.size === 0) throw new CliError("the file is empty", path, "A recorder writes its header at once; check that this is the right file.");
  if ((await ownForm(source, detectionInput(file))) === "jsonl") yield* ownLines(path, file, new Progress(io, path, source.size));
  else yield* foreignLines(path, [file], io);
}

async function* ownLines(path: string, file: ImportFile, progress: Progress): AsyncGenerator<TraceLine> {
  const reader = new LineReader(path);
  for await (const line of file.lines()) {
    progress.at(line.byteOffset);
    if (line.text.trim() !== "") yield reader.read(line);
  }
  progress.end();
}

async function* foreignLines(path: string, files: readonly ImportFile[], io: Io): AsyncGenerator<TraceLine> {
  const { plans, unrecognised } = planImports(files);
  for (const file of unrecognised) io.err(`${file.name}: not a format this knows; left out\n`);
  if (plans.length === 0) throw new CliError("this is no trace, and no format that can be imported", path, "peek import --help lists what can be read.");
  for (const plan of plans) {
    const lines: string[] = [];
    const reader = new LineReader(path);
    const { failure } = await runImport(plan, (line) => lines.push(line));
    for (const [index, text] of lines.entries()) yield reader.read({ text, line: index + 1, byteOffset: 0 });
    if (failure !== undefined) io.err(`${plan.name}: reading stopped early: ${failure.cause}\n`);
  }
}

/** Tells the lines of one file apart. Records of an older version become what they are called now; the text stays as it was. */
class LineReader {
  readonly #file: string;
  #version = FORMAT_VERSION;

  constructor(file: string) {
    this.#file = file;
  }

  read({ text, line, byteOffset }: { readonly text: string; readonly line: number; readonly byteOffset: number }): TraceLine {
    const place = { file: this.#file, line, byteOffset, text };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { ...place, problem: "bad_json" };
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return { ...place, problem: "not_an_object" };
    if ("peek" in value) return this.#header(place, value as Header);
    const record = (this.#version < FORMAT_VERSION ? upgradeRecord(value as Record<string, unknown>, this.#version) : value) as Partial<EventRecord>;
    if (typeof record.id !== "string" || typeof record.kind !== "string" || typeof record.session !== "string") return { ...place, problem: "missing_member" };
    return { ...place, event: record as EventRecord };
  }

  #header(place: Omit<TraceLine, "header">, header: Header): TraceLine {
    this.#version = Number.isInteger(header.peek) ? Math.max(0, header.peek) : FORMAT_VERSION;
    return this.#version > FORMAT_VERSION ? { ...place, header, problem: "newer_version" } : { ...place, header };
  }
}
