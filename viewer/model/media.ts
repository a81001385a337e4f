import type { Json } from "../../format/event.ts";
import { isObject, textMember, type JsonObject } from "./json.ts";

/** What a message holds beside text: a picture, a sound, a document. */
export interface MediaPart {
  readonly type: "media";
  /** As it is named; empty if it is not. */
  readonly mediaType: string;
  /** How large it is; 0 if unknown. */
  readonly bytes: number;
  /** Where it is, if not in the trace: an address, or the id of a file. */
  readonly place: string;
  /** Base64, or the mark of a picture that was left in the file; empty if it is elsewhere. */
  readonly data: string;
  /** Why the trace does not hold it, where it says so; else empty. */
  readonly absent: string;
}

/** Members that hold the medium one level further in. */
const BOXES = ["source", "image_url", "input_audio", "file", "image", "data", "inlineData", "inline_data", "fileData", "file_data", "url", "output", "bytes"] as const;
const TYPES = ["media_type", "mediaType", "mimeType", "mime_type"] as const;
const DATA = ["$bytes", "data", "base64", "b64_json", "file_data", "image", "bytes"] as const;
/** Where parts of some types keep their data, which others use for other things. */
const OWN_DATA: Readonly<Record<string, string>> = { blob: "content", image_generation_call: "result" };
const PLACES = ["image_url", "url", "uri", "file_uri", "fileUri", "file_id", "fileId", "reference"] as const;
const DEEPEST = 3;

/** A content part that is media, in the shape of any provider (OpenAI, Anthropic, Gemini, Bedrock, the AI SDK, MCP, OpenTelemetry, OpenInference). */
export function readMedia(part: JsonObject): MediaPart {
  const boxes = boxesOf(part);
  const where = placeOf(part, boxes);
  const named = first(boxes, TYPES) || formatOf(boxes) || where.mediaType || readAddress(first(boxes, ["head"]))?.mediaType;
  const type = textMember(part, "type");
  const size = boxes.map((box) => box["bytes"]).findLast((bytes) => typeof bytes === "number");
  return { ...where, type: "media", mediaType: named ?? (type.includes("image") ? "image" : type), bytes: size ?? bytesIn(where.data), absent: absenceOf(boxes) };
}

type Where = Pick<MediaPart, "mediaType" | "data" | "place">;

/** What it holds itself, else where it is. An address may hold the data. */
function placeOf(part: JsonObject, boxes: readonly JsonObject[]): Where {
  const type = textMember(part, "type");
  const own = Object.hasOwn(OWN_DATA, type) ? textMember(part, OWN_DATA[type] ?? "") : "";
  const [given, place] = [own || first(boxes, DATA), first(boxes, PLACES)];
  const address = [given, place].find(isAddress) ?? "";
  const inline = readAddress(address);
  if (inline !== undefined) return { ...inline, place: "" };
  const data = isAddress(given) ? "" : given;
  return { mediaType: "", data, place: data === "" ? address || place : "" };
}

/** Bytes that so much base64 stands for. */
function bytesIn(base64: string): number {
  const filling = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor(((base64.length - filling) * 3) / 4);
}

/** A text that is nothing but media: an address that holds its data. Undefined for all other texts. */
export function readMediaText(text: string): MediaPart | undefined {
  const inline = readAddress(text);
  return inline === undefined ? undefined : { type: "media", ...inline, bytes: bytesIn(inline.data), place: "", absent: "" };
}

function readAddress(text: string): { readonly mediaType: string; readonly data: string } | undefined {
  const front = /^data:([\w.+-]{1,60}\/[\w.+-]{1,80})(?:;[\w=.-]{1,60}){0,3};base64,/.exec(text.slice(0, 300));
  return front === null ? undefined : { mediaType: (front[1] ?? "").toLowerCase(), data: text.slice(front[0].length) };
}

function isAddress(text: string): boolean {
  return /^(?:data:|[a-z][a-z0-9+.-]{1,20}:\/\/)/i.test(text.slice(0, 40));
}

/** The part and what it keeps its medium in, outermost first. */
function boxesOf(part: JsonObject): readonly JsonObject[] {
  const boxes = [part];
  for (let [at, end, level] = [0, 1, 0]; at < end && level < DEEPEST; level++) {
    for (; at < end; at++) boxes.push(...BOXES.map((key) => boxes[at]?.[key]).filter(isObject));
    end = boxes.length;
  }
  return boxes;
}

/** The first text any of the boxes has under any of the keys; empty if there is none. */
function first(boxes: readonly JsonObject[], keys: readonly string[]): string {
  for (const box of boxes) for (const key of keys) if (textMember(box, key) !== "") return textMember(box, key);
  return "";
}

/** Bedrock names the form alone, and OpenAI that of sounds. */
function formatOf(boxes: readonly JsonObject[]): string {
  const format = first(boxes, ["format"]);
  if (!/^[a-z0-9]{2,8}$/.test(format)) return "";
  return boxes[0]?.["input_audio"] === undefined ? `image/${format}` : `audio/${format}`;
}

function absenceOf(boxes: readonly JsonObject[]): string {
  const hash = first(boxes, ["$blob"]);
  if (hash !== "") return `kept beside the trace, as ${hash.slice(0, 12)}… in its folder of blobs`;
  return boxes.some((box) => "$truncated" in box) ? "left out by the recorder: it was larger than the bound" : "";
}

/** True for a part in the shape some providers give media without a `type` that says so. */
export function isMediaShape(part: JsonObject): boolean {
  if ("$bytes" in part || "$blob" in part) return true;
  return ["inlineData", "inline_data", "fileData", "file_data", "image"].some((key) => isObject(part[key])) || textMember(part, "b64_json") !== "";
}

/** The media in a list beside a message's text: Ollama's way. */
export function readMediaList(list: readonly Json[]): readonly MediaPart[] {
  return list.flatMap((item) => (typeof item === "string" ? [readMediaText(item) ?? readMedia({ type: "image", data: item })] : isObject(item) ? [readMedia(item)] : []));
}
