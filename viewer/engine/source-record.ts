import type { SourcePlace } from "../../format/importers/types.ts";
import { readLines } from "./line-reader.ts";
import type { Located } from "./workspace.ts";

const MOST_BYTES = 1024 * 1024;
const MOST_DOCUMENT = 500 * 1024 * 1024;

/** The record an imported event was made from, as text, and its place for people; both empty for our own format. */
export async function sourceRecord({ file, local }: Located): Promise<{ readonly place: string; readonly text: string }> {
  const [line] = await readLines(file, [local], 0);
  const place = line?.others["source"] as SourcePlace | undefined;
  const origin = typeof place?.file === "string" ? file.origins.get(place.file) : undefined;
  if (place === undefined || origin === undefined) return { place: "", text: "" };
  if (typeof place.byte_offset === "number" && typeof place.byte_length === "number") {
    const bytes = await origin.slice(place.byte_offset, place.byte_offset + Math.min(place.byte_length, MOST_BYTES));
    return { place: `${place.file}, line ${place.line ?? "?"}`, text: new TextDecoder().decode(bytes) };
  }
  if (typeof place.pointer !== "string" || origin.size > MOST_DOCUMENT) return { place: place.file, text: "" };
  const document = JSON.parse(new TextDecoder().decode(await origin.slice(0, origin.size))) as unknown;
  const record = JSON.stringify(atPointer(document, place.pointer), null, 2) ?? "";
  return { place: `${place.file}, ${place.pointer === "" ? "whole document" : place.pointer}`, text: record.slice(0, MOST_BYTES) };
}

/** The value a JSON Pointer (RFC 6901) names; undefined if there is none. */
function atPointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}
