import { TraceError } from "../../format/errors.ts";
import { decodeBase64, isBase64Byte } from "../../format/pictures/base64.ts";
import { PICTURE_HEAD_BYTES, pictureHead, type PictureHead } from "../../format/pictures/head.ts";
import { markText } from "../../format/pictures/mark.ts";
import type { LeftPicture } from "./contracts/pictures.ts";
import { readLines, type EventLine } from "./line-reader.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Located } from "./workspace.ts";

/** Base64 shorter than this stays where it is. */
const LEAST_UNITS = 2048;
/** Payloads larger than this are not looked through. */
const LARGEST_PAYLOAD = 32 * 1024 * 1024;
const LARGEST_PICTURE = 28 * 1024 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Characters of an address before its data. */
const LONGEST_PREFIX = 120;
/** Characters in which nearly every picture says its size. */
const QUICK_HEAD = 4096;
/** What JSON may write into base64 that is none of it. */
const ESCAPES = /\\[nr]?/g;
const DECODER = new TextDecoder();

/** What of a payload is read, in bytes. */
export interface PayloadBounds {
  readonly limit: number;
  /** Pictures stay in the file where the payload is larger than this. */
  readonly leaveAbove: number;
}

export interface LeanLine {
  readonly line: EventLine;
  readonly left: readonly LeftPicture[];
}

/** A line as `readLines` gives it, without the base64 of the pictures in a large payload. */
export async function readLean({ file, local }: Located, { limit, leaveAbove }: PayloadBounds): Promise<LeanLine> {
  const size = file.columns.payloadOffset.get(local) < 0 ? 0 : file.columns.payloadLength.get(local);
  const lean = size > leaveAbove && size <= LARGEST_PAYLOAD ? leavePictures(await payloadBytes(file, local, 0, size), file.rowBase + local) : { text: "", left: [] };
  const fits = lean.left.length > 0 && lean.text.length <= limit;
  const [line] = (await readLines(file, [local], fits ? 0 : limit)) as [EventLine];
  return fits ? { line: { ...line, payload: lean.text, payloadCut: false }, left: lean.left } : { line, left: [] };
}

/** A picture that was left in the file, as it is. Throws TraceError if there is none at that place. */
export async function leftPicture({ file, local }: Located, start: number, length: number): Promise<Blob> {
  const isInside = start >= 0 && length > 0 && length <= LARGEST_PICTURE && start + length <= file.columns.payloadLength.get(local);
  const text = isInside ? DECODER.decode(await payloadBytes(file, local, start, length)) : "";
  const bytes = decodeBase64(text.replaceAll(ESCAPES, ""));
  const head = bytes === undefined ? undefined : pictureHead(bytes);
  if (bytes === undefined || head === undefined) throw new TraceError({ code: "unreadable", cause: "there is no picture at this place of the file", place: `${file.name}, event ${local + 1}`, next: "Open the file again." });
  return new Blob([bytes], { type: head.type });
}

async function payloadBytes({ columns, source }: TraceFile, local: number, start: number, length: number): Promise<Uint8Array> {
  const from = columns.lineOffset.get(local) + columns.payloadOffset.get(local) + start;
  return (await source?.slice(from, from + length)) ?? new Uint8Array(0);
}

/** The JSON text of a payload with a mark in place of each long base64 text that is a picture. */
function leavePictures(payload: Uint8Array, row: number): { readonly text: string; readonly left: readonly LeftPicture[] } {
  const texts: string[] = [];
  const left: LeftPicture[] = [];
  let copied = 0;
  // Base64 holds no quotes, so it lies between two that follow one another, wherever texts begin and end.
  for (let open = payload.indexOf(QUOTE); open >= 0; ) {
    const close = payload.indexOf(QUOTE, open + 1);
    const found = close - open > LEAST_UNITS ? pictureIn(payload, open + 1, close) : undefined;
    if (found !== undefined) {
      const mark = markText({ ...found.head, units: found.end - found.start, digits: found.digits });
      texts.push(DECODER.decode(payload.subarray(copied, found.start)), mark);
      left.push({ mark, row, start: found.start, length: found.end - found.start });
      copied = found.end;
    }
    open = close;
  }
  return { text: left.length === 0 ? "" : texts.join("") + DECODER.decode(payload.subarray(copied)), left };
}

interface Found {
  readonly head: PictureHead;
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** The base64 of a picture that fills the text between two quotes, the front of an address aside. */
function pictureIn(payload: Uint8Array, from: number, to: number): Found | undefined {
  const front = DECODER.decode(payload.subarray(from, Math.min(to, from + LONGEST_PREFIX)));
  const comma = front.startsWith("data:") ? front.indexOf(";base64,") : -1;
  const start = comma < 0 ? from : from + comma + 8;
  let end = to;
  // In JSON inside a text the quote that ends it has backslashes before it.
  while (end > start && payload[end - 1] === BACKSLASH) end--;
  if (end - start < LEAST_UNITS) return undefined;
  const head = headAt(payload, start, end);
  const digits = head === undefined ? undefined : digitsOf(payload, start, end);
  return head === undefined || digits === undefined ? undefined : { head, digits, start, end };
}

function headAt(payload: Uint8Array, start: number, end: number): PictureHead | undefined {
  for (const most of [QUICK_HEAD, PICTURE_HEAD_BYTES]) {
    const bytes = decodeBase64(DECODER.decode(payload.subarray(start, Math.min(end, start + most))).replaceAll(ESCAPES, ""));
    const head = bytes === undefined ? undefined : pictureHead(bytes);
    // Only JPEG may say its size late.
    if (head !== undefined || bytes?.[0] !== 0xff) return head;
  }
  return undefined;
}

const ESCAPED: ReadonlySet<number> = new Set([..."/nr"].map((sign) => sign.charCodeAt(0)));

/**
 * 16 hexadecimal digits made of base64, to tell pictures apart; undefined if it is none. JSON may write it with a
 * backslash before a slash, or with line breaks. No proof of anything.
 */
function digitsOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === BACKSLASH ? !ESCAPED.has(bytes[at + 1] as number) : !isBase64Byte(byte)) return undefined;
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul(second ^ byte, 0x85ebca6b) + 1;
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
