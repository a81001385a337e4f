import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { types } from "node:util";
import type { Cleaner } from "./cleaning.ts";
import { isPlainJson, type Measure } from "./plain.ts";
import { markedForm, type Marked } from "./markers.ts";

/** Bounds of what one payload may hold. */
export interface ValueLimits {
  /** Levels of nesting; deeper values are left out. */
  readonly maxDepth: number;
  /** Entries of one object, array, Map or Set; further ones are left out. */
  readonly maxEntries: number;
  /** Characters of one payload; what does not fit is left out. */
  readonly maxPayload: number;
  /** Characters of one string, or bytes of one binary value, kept inline; longer ones become blobs. */
  readonly blobThreshold: number;
  /** Characters or bytes of one blob; longer ones are only hashed. */
  readonly maxBlob: number;
}

/** Keeps bytes under their hash; false if it cannot. */
export type BlobStore = (sha256: string, bytes: Uint8Array) => boolean;

const HEAD_UNITS = 1000;
/** Characters cleaned of a text of which only the head is kept: no secret that begins in the head ends beyond. */
const CLEANED_UNITS = 16 * 1024;
const HASH_SLICE_UNITS = 1 << 20;

/**
 * Turns any JavaScript value into JSON text. It never throws, never returns `undefined`, and its output is bounded.
 *
 * JSON values come out as `JSON.stringify` writes them, and `toJSON` is honoured. What JSON has no form for becomes an
 * object with one marker member:
 * - `{"$bigint":"123"}`, `{"$number":"NaN"}` (also `Infinity`, `-Infinity`), `{"$undefined":true}` (in arrays, or alone;
 *   undefined members are left out), `{"$symbol":"…"}`, `{"$function":"name"}`, `{"$regexp":"/a/g"}`,
 *   `{"$date":null}` (an invalid date; valid ones are ISO strings)
 * - `{"$error":{"name","message","stack","cause",…own members}}`
 * - `{"$map":[[key,value],…]}`, `{"$set":[value,…]}`
 * - `{"$bytes":"base64","media_type":"application/octet-stream","type":"Uint8Array"}`
 * - `{"$class":"Name",…own members}` for instances of other classes
 * - `{"$circular":"$.a[0]"}` where a value contains itself; the path is that of the outer one
 * - `{"$unreadable":"Error: …"}` for a getter, proxy or `toJSON` that threw
 * - `{"$blob":"sha256","bytes":n,"media_type":…,"head":"…"}` for long texts and binary, kept beside the trace
 * - `{"$truncated":"size"|"depth"|"entries",…}` for what a limit cut: with `omitted` (entries left out), or with `type`,
 *   `head`, `chars`, `bytes` and `sha256` of the whole text. In an object it stands as a member beside those kept, in an
 *   array as the last item.
 */
export class ValueWriter {
  readonly #limits: ValueLimits;
  readonly #blobs: BlobStore | undefined;
  readonly #cleaner: Cleaner | undefined;
  readonly #measure: Measure;
  #left = 0;
  readonly #ancestors: object[] = [];
  readonly #path: (string | number)[] = [];

  /** `cleaner` sees the JSON, and each text before it is cut or becomes a blob. */
  constructor(limits: ValueLimits, blobs?: BlobStore, cleaner?: Cleaner) {
    this.#limits = limits;
    this.#blobs = blobs;
    this.#cleaner = cleaner;
    this.#measure = { units: 0, isSuspect: false, watcher: cleaner?.watcher };
  }

  /** The value as JSON text, cleaned. */
  write(value: unknown): string {
    try {
      this.#measure.units = 0;
      this.#measure.isSuspect = false;
      if (isPlainJson(value, this.#limits, this.#measure, 0)) {
        const json: unknown = JSON.stringify(value);
        if (typeof json === "string" && json.length <= this.#limits.maxPayload * 2) return this.#finished(json);
      }
    } catch {
      // A getter or a proxy threw: the careful way says where.
    }
    const json = this.#writeCarefully(value);
    return this.#cleaner === undefined ? json : this.#cleaner.json(json);
  }

  #finished(json: string): string {
    const cleaner = this.#cleaner;
    if (cleaner === undefined || (cleaner.watcher !== undefined && !this.#measure.isSuspect)) return json;
    return cleaner.json(json);
  }

  #writeCarefully(value: unknown): string {
    this.#left = this.#limits.maxPayload;
    this.#ancestors.length = 0;
    this.#path.length = 0;
    try {
      return this.#value(value);
    } catch (error) {
      return unreadable(error);
    }
  }

  #value(value: unknown): string {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "boolean":
        return String(value);
      case "number":
        return Number.isFinite(value) ? JSON.stringify(value) : `{"$number":"${value}"}`;
      case "bigint":
        return `{"$bigint":${this.#text(String(value))}}`;
      case "undefined":
        return `{"$undefined":true}`;
      case "symbol":
        return `{"$symbol":${this.#text(value.toString())}}`;
      case "function":
        return `{"$function":${this.#text(nameOf(value))}}`;
      case "object":
        return value === null ? "null" : this.#guarded(value);
    }
  }

  /** An object, with the bounds and the search for cycles around it. */
  #guarded(value: object): string {
    const outer = this.#ancestors.indexOf(value);
    if (outer >= 0) return `{"$circular":${this.#text(pathText(this.#path.slice(0, outer)))}}`;
    if (this.#ancestors.length >= this.#limits.maxDepth) return `{"$truncated":"depth"}`;
    if (this.#left <= 0) return `{"$truncated":"size"}`;
    this.#ancestors.push(value);
    try {
      return this.#object(value);
    } catch (error) {
      return unreadable(error);
    } finally {
      this.#ancestors.pop();
    }
  }

  #object(value: object): string {
    const marked = markedForm(value);
    if (marked !== undefined) return this.#marked(marked);
    if (Array.isArray(value)) return this.#list(value.length, (index) => value[index] as unknown);
    const toJson = (value as { readonly toJSON?: unknown }).toJSON;
    if (typeof toJson === "function") return this.#at("toJSON()", (): unknown => toJson.call(value, ""));
    const name = types.isProxy(value) ? "" : className(value);
    return this.#members(value, name === "" ? "" : `,"$class":${this.#text(name)}`);
  }

  #marked(marked: Marked): string {
    switch (marked.form) {
      case "text":
        return `{"${marked.marker}":${marked.text === null ? "null" : this.#text(marked.text)}}`;
      case "list": {
        const { items } = marked;
        return `{"${marked.marker}":${this.#list(items.length, (index) => items[index], marked.size)}}`;
      }
      case "members":
        return `{"${marked.marker}":${this.#members(marked.members, "")}}`;
      case "bytes":
        return this.#bytes(marked.bytes, marked.type);
      case "same":
        return this.#value(marked.value);
    }
  }

  #list(shown: number, item: (index: number) => unknown, size: number = shown): string {
    const count = Math.min(shown, this.#limits.maxEntries);
    let json = "";
    let index = 0;
    for (; index < count && this.#left > 0; index++) {
      this.#left -= 2;
      json += `,${this.#at(index, () => item(index))}`;
    }
    if (index < size) json += `,{"$truncated":"${index < count ? "size" : "entries"}","omitted":${size - index}}`;
    return `[${json.slice(1)}]`;
  }

  #members(value: object, first: string): string {
    const keys = Object.keys(value);
    const count = Math.min(keys.length, this.#limits.maxEntries);
    let json = first;
    let index = 0;
    for (; index < count && this.#left > 0; index++) {
      const key = keys[index] as string;
      const member = this.#at(key, () => (value as Record<string, unknown>)[key], true);
      if (member !== "") json += `,${this.#key(key)}:${member}`;
    }
    if (index < keys.length) json += `,"$truncated":"${index < count ? "size" : "entries"}","omitted":${keys.length - index}`;
    return `{${json.slice(1)}}`;
  }

  /** The value at a step of the path. `read` may throw. An undefined member gives the empty text. */
  #at(step: string | number, read: () => unknown, isMember = false): string {
    this.#path.push(step);
    try {
      const value = read();
      return isMember && value === undefined ? "" : this.#value(value);
    } catch (error) {
      return unreadable(error);
    } finally {
      this.#path.pop();
    }
  }

  #key(key: string): string {
    this.#left -= Math.min(key.length, HEAD_UNITS) + 4;
    return JSON.stringify(key.length <= HEAD_UNITS ? key : `${cut(key, HEAD_UNITS)}…`);
  }

  #text(text: string): string {
    if (text.length <= this.#limits.blobThreshold && text.length <= this.#left) {
      this.#left -= text.length + 2;
      return JSON.stringify(text);
    }
    const isBlob = text.length > this.#limits.blobThreshold && text.length <= this.#limits.maxBlob;
    const whole = this.#cleaned(isBlob ? text : cut(text, CLEANED_UNITS));
    const head = cut(whole, Math.max(0, Math.min(HEAD_UNITS, this.#left)));
    this.#left -= head.length + 200;
    if (isBlob) {
      const blob = this.#blob(Buffer.from(whole), "text/plain;charset=utf-8", head);
      if (blob !== undefined) return blob;
    }
    const { sha256, bytes } = digest(text);
    return `{"$truncated":"size","type":"string","head":${JSON.stringify(head)},"chars":${text.length},"bytes":${bytes},"sha256":"${sha256}"}`;
  }

  /** Cleaned before it is cut: half a secret is no longer known as one. */
  #cleaned(text: string): string {
    return this.#cleaner === undefined ? text : this.#cleaner.text(text);
  }

  /** Binary that is text is cleaned like text. */
  #cleanedBytes(bytes: Uint8Array): Uint8Array {
    if (this.#cleaner === undefined || bytes.length > this.#limits.maxBlob || !isUtf8(bytes)) return bytes;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    const cleaned = this.#cleaner.text(text);
    return cleaned === text ? bytes : Buffer.from(cleaned);
  }

  #bytes(raw: Uint8Array, type: string): string {
    const bytes = this.#cleanedBytes(raw);
    const inline = Math.ceil(bytes.length / 3) * 4;
    const media = `"media_type":"application/octet-stream","type":${JSON.stringify(type)}`;
    if (bytes.length <= this.#limits.blobThreshold && inline <= this.#left) {
      this.#left -= inline;
      return `{"$bytes":"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64")}",${media}}`;
    }
    this.#left -= 200;
    const blob = bytes.length <= this.#limits.maxBlob ? this.#blob(bytes, "application/octet-stream", "") : undefined;
    if (blob !== undefined) return blob;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return `{"$truncated":"size","type":${JSON.stringify(type)},"bytes":${bytes.length},"sha256":"${sha256}"}`;
  }

  #blob(bytes: Uint8Array, mediaType: string, head: string): string | undefined {
    if (this.#blobs === undefined) return undefined;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (!this.#blobs(sha256, bytes)) return undefined;
    const shown = head === "" ? "" : `,"head":${JSON.stringify(head)}`;
    return `{"$blob":"${sha256}","bytes":${bytes.length},"media_type":"${mediaType}"${shown}}`;
  }
}

/** Hash and length in bytes of a text of any length, without a copy of it as bytes. */
function digest(text: string): { readonly sha256: string; readonly bytes: number } {
  const hash = createHash("sha256");
  let bytes = 0;
  for (let start = 0; start < text.length; ) {
    const slice = cut(text.slice(start, start + HASH_SLICE_UNITS), HASH_SLICE_UNITS, start + HASH_SLICE_UNITS < text.length);
    const encoded = Buffer.from(slice);
    hash.update(encoded);
    bytes += encoded.length;
    start += slice.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** The first `units` of a text, not ending inside a surrogate pair. */
function cut(text: string, units: number, more = text.length > units): string {
  const end = Math.min(units, text.length);
  const last = text.charCodeAt(end - 1);
  return text.slice(0, more && last >= 0xd800 && last <= 0xdbff && end > 1 ? end - 1 : end);
}

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return "";
  const name = nameOf((value as { readonly constructor?: unknown }).constructor);
  return name === "Object" ? "" : name;
}

function nameOf(value: unknown): string {
  const name: unknown = typeof value === "function" ? value.name : "";
  return typeof name === "string" ? name : "";
}

function pathText(path: readonly (string | number)[]): string {
  return `$${path.map((step) => (typeof step === "number" ? `[${step}]` : `.${cut(step, 100)}`)).join("")}`;
}

function unreadable(error: unknown): string {
  let text = "unreadable";
  try {
    text = cut(String(error), HEAD_UNITS);
  } catch {
    // Even its text cannot be read.
  }
  return `{"$unreadable":${JSON.stringify(text)}}`;
}
