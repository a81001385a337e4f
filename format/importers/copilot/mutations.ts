import type { Json } from "../../event.ts";
import type { JsonRecord } from "../kit/documents.ts";
import { asList, asObject, type JsonObject } from "../kit/read.ts";
import type { ImportSink, SourcePlace } from "../types.ts";

const INITIAL = 0;
const SET = 1;
const PUSH = 2;
const REMOVE = 3;

/** True for a line of a session that an editor writes as changes to a document. */
export function isMutation(line: JsonObject): boolean {
  return line["kind"] === INITIAL ? asObject(line["v"]) !== undefined : [SET, PUSH, REMOVE].includes(line["kind"] as number) && Array.isArray(line["k"]);
}

/** The document that is left when every change is made; undefined if there is none. Changes that lead nowhere are listed. */
export function replay(lines: readonly JsonRecord[], sink: ImportSink): { readonly value: JsonObject; readonly source: SourcePlace } | undefined {
  let document: JsonObject | undefined;
  let source: SourcePlace | undefined;
  for (const { value, source: place } of lines) {
    const line = asObject(value) ?? {};
    if (line["kind"] === INITIAL) {
      if (source !== undefined) sink.merged(place, "begins the session anew; what stands in it counts");
      // It is changed in place: nothing else looks at the line again.
      document = asObject(line["v"]) ?? {};
      source ??= place;
    } else if (document !== undefined && change(document, line)) sink.merged(place, "a change to the session, which is shown as it was left");
    else sink.skipped(place, "no_place", "a change to something that is not in the session");
  }
  return document === undefined || source === undefined ? undefined : { value: document, source };
}

type Holder = Record<string | number, Json | undefined>;

function change(document: JsonObject, line: JsonObject): boolean {
  const path = asList(line["k"]);
  const last = path.at(-1);
  if (!path.every(isStep) || last === undefined) return false;
  let holder: Json | undefined = document as Json;
  for (const step of path.slice(0, -1)) holder = own(holder, step as string | number);
  const isRemoved = line["kind"] === REMOVE;
  if (typeof holder !== "object" || holder === null || !hasPlace(holder, last, isRemoved)) return false;
  const at = holder as unknown as Holder;
  const key = last as string | number;
  if (line["kind"] === PUSH) return push(at, key, line);
  if (!isRemoved) at[key] = line["v"] ?? null;
  else if (Array.isArray(holder)) at[key] = null;
  else delete at[key];
  return true;
}

/** Lists get no holes: they grow by one at most, and what is taken out leaves its place. */
function hasPlace(holder: object, key: Json, isRemoved: boolean): boolean {
  return !Array.isArray(holder) || (typeof key === "number" && key < holder.length + (isRemoved ? 0 : 1));
}

/** Cuts a list at `i`, where that is given, and adds to its end; in place, as an answer that streams in is many changes. */
function push(holder: Holder, key: string | number, line: JsonObject): boolean {
  const known = own(holder as unknown as Json, key);
  if (known !== undefined && !Array.isArray(known)) return false;
  const list = (known ?? []) as Json[];
  if (typeof line["i"] === "number" && line["i"] >= 0 && line["i"] < list.length) list.length = Math.floor(line["i"]);
  for (const item of asList(line["v"])) list.push(item);
  holder[key] = list;
  return true;
}

function isStep(step: Json): boolean {
  return typeof step === "number" ? Number.isInteger(step) && step >= 0 : typeof step === "string" && step !== "__proto__";
}

function own(holder: Json | undefined, key: string | number): Json | undefined {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, key) ? (holder as unknown as Holder)[key] : undefined;
}
