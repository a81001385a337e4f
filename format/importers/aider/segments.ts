import type { ImportFile, SourceLine, SourcePlace } from "../types.ts";

/** Who wrote some lines of a chat history that stand together. */
export type Voice = "start" | "user" | "program" | "model";

/** Lines that one voice wrote, without the marks in front of them. */
export interface Segment {
  readonly voice: Voice;
  readonly lines: string[];
  readonly source: SourcePlace;
}

/** The line every start of the program writes, with its time. */
export const STARTED = /^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/;
const PROGRAM = /^>(?: |$)/;
const USER = /^#### ?/;

/** The program ends each thing it says with two spaces, and what a person typed, line by line. */
const END = "  ";
const ENDED = /^(?:>|####) .* {2}\r?$/m;

/** Takes a chat history apart by who wrote what; blank lines only part what others say. */
export async function readSegments(file: ImportFile): Promise<Segment[]> {
  const reader = new SegmentReader(file.name, ENDED.test(file.head));
  for await (const line of file.lines()) reader.add(line);
  return reader.segments;
}

class SegmentReader {
  readonly segments: Segment[] = [];
  readonly #file: string;
  /** True inside something the program wrote in several lines, of which only the first is marked. */
  #isOpen = false;
  readonly #hasEnds: boolean;

  /** `hasEnds` is false where an editor took the spaces off the ends of lines: then only the marks tell. */
  constructor(file: string, hasEnds: boolean) {
    this.#file = file;
    this.#hasEnds = hasEnds;
  }

  add(line: SourceLine): void {
    const text = line.text.replace(/\r$/, "");
    const last = this.segments.at(-1);
    const voice = this.#voiceOf(text, last);
    this.#isOpen = voice === "program" && this.#hasEnds && !text.endsWith(END);
    const said = voice === "program" ? text.replace(PROGRAM, "").trimEnd() : voice === "user" ? text.replace(USER, "").trimEnd() : text;
    if (last?.voice === voice && voice !== "start") return extend(last, said, line);
    if (said.trim() === "" && voice === "model") return;
    const source = { file: this.#file, line: line.line, byte_offset: line.byteOffset, byte_length: line.byteLength };
    this.segments.push({ voice, lines: [said], source });
  }

  #voiceOf(text: string, last: Segment | undefined): Voice {
    if (STARTED.test(text)) return "start";
    if (this.#isOpen) return "program";
    const isMarked = text.endsWith(END) || last?.voice !== "model" || !this.#hasEnds;
    if (isMarked && PROGRAM.test(text)) return "program";
    return isMarked && USER.test(text) ? "user" : "model";
  }
}

function extend(segment: Segment, said: string, { byteOffset, byteLength }: SourceLine): void {
  segment.lines.push(said);
  const source = segment.source as { byte_offset: number; byte_length: number };
  source.byte_length = byteOffset + byteLength - source.byte_offset;
}
