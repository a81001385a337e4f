import type { Json } from "../../format/event.ts";

/** Characters of a text that are looked at for one line. */
export const LOOKED_AT = 800;
/** Characters of one member shown inside an object. */
const MEMBER = 40;
/** Levels of lists looked into. */
const LEVELS = 4;

export type JsonObject = { readonly [key: string]: Json | undefined };

/** True for objects; false for lists, null and all else. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Readable text of any JSON value: strings as they are, content parts joined, all else by its members. Looks only as far as needed. */
export function text(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "string") return mediaAddress(value) ?? value.slice(0, LOOKED_AT);
  if (Array.isArray(value)) return partsText(value, LEVELS);
  if (isObject(value)) {
    if (Object.keys(value).length === 0) return "";
    for (const key of ["text", "content", "message"]) if (typeof value[key] === "string" && value[key] !== "") return text(value[key]);
    return pairs(value);
  }
  return JSON.stringify(value);
}

/** The first members of an object, each in short. */
export function pairs(value: JsonObject): string {
  const shown = Object.entries(value).slice(0, 8);
  return shown.map(([key, item]) => `${key} ${brief(item)}`).join(", ");
}

/** A short form of one value: strings quoted and cut, containers by size. */
export function brief(value: Json | undefined, levels = LEVELS): string {
  if (typeof value === "string") return `"${value.length > MEMBER ? `${value.slice(0, MEMBER)}…` : value}"`;
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.length === 1 && levels > 0 ? `[${brief(value[0] as Json, levels - 1)}]` : `[${value.length}]`;
  if (isObject(value)) return `{${Object.keys(value).slice(0, 3).join(", ")}${Object.keys(value).length > 3 ? ", …" : ""}}`;
  return value === undefined ? "" : JSON.stringify(value);
}

function partsText(parts: readonly Json[], levels: number): string {
  const texts: string[] = [];
  for (const part of parts.slice(0, 20)) {
    const piece = isObject(part) ? partText(part, levels) : typeof part === "object" ? brief(part) : text(part);
    if (piece !== "") texts.push(piece);
  }
  return texts.join(" · ");
}

function partText(part: JsonObject, levels: number): string {
  for (const key of ["text", "content", "thinking", "message"]) if (typeof part[key] === "string") return text(part[key]);
  return mediaName(part) ?? (Array.isArray(part["content"]) && levels > 0 ? partsText(part["content"] as readonly Json[], levels - 1) : pairs(part));
}

/** Parts that are media whatever else they say, and those that are if they name a media type. */
const MEDIA: ReadonlySet<string> = new Set(["image", "image_url", "input_image", "image-data", "image-url", "audio", "input_audio"]);
const MEDIA_IF_TYPED: ReadonlySet<string> = new Set(["media", "file", "file-data", "document", "blob"]);
const TYPE_KEYS = ["media_type", "mimeType", "mediaType", "mime_type"] as const;

/** `[image/png]` for a content part that is no text; undefined for other parts. */
export function mediaName(part: JsonObject): string | undefined {
  const type = part["type"];
  const inner = part["inlineData"] ?? part["inline_data"];
  const isMedia = isObject(inner) || "$bytes" in part || (typeof type === "string" && MEDIA.has(type));
  if (!isMedia && (typeof type !== "string" || !MEDIA_IF_TYPED.has(type))) return undefined;
  const places = [part, inner, part["source"], part["file"], part["image_url"]].filter(isObject);
  for (const place of places) for (const key of TYPE_KEYS) if (typeof place[key] === "string") return `[${place[key]}]`;
  const addresses = [part["image_url"], part["image"], part["url"], part["data"], ...places.map((place) => place["url"])];
  const named = addresses.map((address) => (typeof address === "string" ? mediaAddress(address) : undefined)).find((name) => name !== undefined);
  if (named !== undefined || !isMedia) return named;
  return `[${typeof type === "string" ? type.replace("input_", "").replace("_url", "") : "media"}]`;
}

/** `[image/png]` for a text that is nothing but media, as an address that holds its data; undefined for other texts. */
function mediaAddress(value: string): string | undefined {
  const found = /^data:([\w.+-]{1,40}\/[\w.+-]{1,60});base64,/.exec(value.slice(0, 120));
  return found === null ? undefined : `[${found[1] ?? ""}]`;
}
