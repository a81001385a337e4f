import { decodeBase64 } from "../../format/pictures/base64.ts";
import { PICTURE_HEAD_BYTES, pictureHead, type PictureHead } from "../../format/pictures/head.ts";
import { readMark } from "../../format/pictures/mark.ts";
import { readMedia, readMediaText, type MediaPart } from "./media.ts";
import { formatBytes, formatCount } from "./text.ts";

/** Characters of base64 a picture may have, and pixels: more would take the page's memory. */
const MOST_UNITS = 20_000_000;
const MOST_PIXELS = 40_000_000;
/** Pixels of the page a picture takes beside text, at most and at least. */
const BOX = { width: 320, height: 200, least: 24 } as const;

/** How media are shown: as a picture, as the text they are, or only by what is known of them, with the reason. */
export type MediaLook =
  | { readonly as: "picture"; readonly head: PictureHead; readonly isLeft: boolean }
  | { readonly as: "text" }
  | { readonly as: "words"; readonly reason: string };

/** Forms that are text to a person, or programs: shown as text, whatever a browser would make of them. */
const TEXTS = /^(?:text\/|image\/svg|application\/(?:json|xml|xhtml|javascript))/;

/** What to show of media. The form is read from the bytes; what a trace calls them makes no picture of them. */
export function lookOf({ data, mediaType, place, absent }: MediaPart): MediaLook {
  const words = (reason: string): MediaLook => ({ as: "words", reason });
  if (data === "") return words(absent || (place === "" ? "the trace does not hold it" : "not fetched: this page makes no requests"));
  const mark = readMark(data);
  const units = mark?.units ?? data.length;
  if (units > MOST_UNITS) return words(`not shown: more than ${formatBytes(MOST_UNITS)} of base64`);
  const beginning = mark === undefined ? decodeBase64(data.slice(0, PICTURE_HEAD_BYTES)) : undefined;
  if (mark === undefined && beginning === undefined) return words(brokenReason(data));
  const head = mark ?? pictureHead(beginning as Uint8Array);
  if (head === undefined) return TEXTS.test(mediaType) ? { as: "text" } : words(mediaType.startsWith("image") ? "not shown: its bytes are no PNG, JPEG, GIF, WebP, AVIF or BMP" : "");
  if (head.width * head.height > MOST_PIXELS) return words(`not shown: ${formatCount(head.width)} × ${formatCount(head.height)} pixels are too many`);
  return { as: "picture", head, isLeft: mark !== undefined };
}

function brokenReason(data: string): string {
  return /\[[A-Z][A-Z0-9_]{1,30}:[0-9a-f]{6,16}\]/.test(data) ? "not shown: a part of its data was redacted" : "not shown: its data are no base64";
}

/** What is known of media, in words: "PNG · 1,002 × 606 · 148 KB". */
export function mediaWords({ mediaType, bytes, data }: MediaPart, look: MediaLook): string {
  if (look.as !== "picture") return [mediaType || "media", bytes > 0 ? formatBytes(bytes) : ""].filter(Boolean).join(" · ");
  const { type, width, height } = look.head;
  const mark = readMark(data);
  const size = mark === undefined ? bytes : Math.floor((mark.units * 3) / 4);
  return `${formOf(type)} · ${formatCount(width)} × ${formatCount(height)} · ${formatBytes(size)}`;
}

/** A picture's form as people call it. */
function formOf(type: string): string {
  const form = type.slice("image/".length);
  return form === "webp" ? "WebP" : form.toUpperCase();
}

/** The room a picture takes beside text, in pixels of the page. Small ones are not made larger. */
export function boxOf({ width, height }: PictureHead): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  return { width: Math.max(BOX.least, Math.round(width * scale)), height: Math.max(BOX.least, Math.round(height * scale)) };
}

/** Where and how large a picture is drawn in a box: whole, in the middle, never larger than it is times `most`. */
export function fitIn(picture: { readonly width: number; readonly height: number }, box: { readonly width: number; readonly height: number }, most: number): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const scale = Math.min(most, box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height };
}

/** A text that is a picture and nothing else: an address that holds it, its bare base64, or a mark. Undefined for all others. */
export function pictureOfText(text: string): MediaPart | undefined {
  if (!/^(?:data:image\/|\[picture left |iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|Qk|AAAA)/.test(text.slice(0, 16))) return undefined;
  const media = readMediaText(text) ?? readMedia({ type: "image", data: text });
  return lookOf(media).as === "picture" ? media : undefined;
}
