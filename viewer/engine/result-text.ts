import type { Json } from "../../format/event.ts";
import { parseHead } from "./json-head.ts";
import { brief, isObject, LOOKED_AT, mediaName, pairs, text, type JsonObject } from "./spoken.ts";

/** Where tools put what a person wants to read, what tells most first. */
const TEXT_KEYS = ["error", "text", "content", "message", "output", "stdout", "result", "answer", "summary", "results", "items", "documents", "matches", "response", "body", "value", "data", "structuredContent", "detail", "details", "reason", "file", "kwargs", "stderr"] as const;
/** Of a command that failed, what it complained of tells more than what it printed. */
const FAILED_KEYS = ["error", "stderr", ...TEXT_KEYS] as const;
/** What an item of a list is known by. */
const TITLE_KEYS = ["title", "name", "subject", "filename", "path", "url"] as const;
const EXIT_KEYS = ["exit_code", "exitCode", "returncode", "return_code", "exit_status"] as const;
/** Values looked at for one line. */
const MOST_VALUES = 120;
const MOST_ITEMS = 12;
/** Characters of JSON inside a text that are read. */
const JSON_UNITS = 64 * 1024;

/**
 * What a tool gave back as a person would tell it: the exit code if there is one, then the text in it from its first
 * line that says something. What holds no text is told by its members. `isCut` says that only the beginning is known.
 */
export function resultText(value: Json | undefined, isCut: boolean): string {
  const { inner, isHead } = unpacked(value);
  const exit = exitCode(inner);
  const said = saidIn(inner, { left: MOST_VALUES, hasFailed: exit !== undefined && exit !== 0, isCut: isCut || isHead });
  if (exit === undefined) return said || text(unwrapped(inner));
  return said === "" ? `exit ${exit}` : `exit ${exit} · ${said}`;
}

interface Search {
  left: number;
  readonly hasFailed: boolean;
  /** Lists may be longer than what is known of them. */
  isCut: boolean;
}

/** A text that is itself JSON, as the value it is; of a long one, or one that was cut, the beginning. */
function unpacked(value: Json | undefined): { readonly inner: Json | undefined; readonly isHead: boolean } {
  if (typeof value !== "string" || !/^\s{0,20}[{[]/.test(value)) return { inner: value, isHead: false };
  const whole = value.length <= JSON_UNITS ? parsed(value) : undefined;
  const read = whole ?? parseHead(value.slice(0, JSON_UNITS));
  const says = typeof read === "object" && read !== null && Object.keys(read).length > 0;
  return says ? { inner: read, isHead: whole === undefined } : { inner: value, isHead: false };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What lies in boxes that say nothing themselves: objects of one member, their `type` aside. */
function unwrapped(value: Json | undefined): Json | undefined {
  let inner = value;
  for (let levels = 0; levels < 5 && isObject(inner); levels++) {
    const members: readonly (Json | undefined)[] = Object.entries(inner).flatMap(([key, member]) => (key === "type" ? [] : [member]));
    if (members.length !== 1 || typeof members[0] !== "object" || members[0] === null) break;
    inner = members[0];
  }
  return inner;
}

function exitCode(value: Json | undefined): number | undefined {
  if (!isObject(value)) return undefined;
  const isCommand = "stdout" in value || "stderr" in value;
  for (const key of isCommand ? [...EXIT_KEYS, "code", "status"] : EXIT_KEYS) if (typeof value[key] === "number") return value[key];
  return exitCode(value["metadata"] ?? undefined);
}

function saidIn(value: Json | undefined, search: Search): string {
  if (search.left-- <= 0) return "";
  if (typeof value === "string") {
    const { inner, isHead } = unpacked(value);
    if (inner === value) return meaningful(value);
    if (isHead) search.isCut = true;
    return saidIn(inner, search) || text(unwrapped(inner));
  }
  if (Array.isArray(value)) return saidInList(value as readonly Json[], search);
  if (!isObject(value)) return "";
  const media = mediaName(value);
  if (media !== undefined && typeof value["text"] !== "string") return media;
  for (const key of search.hasFailed ? FAILED_KEYS : TEXT_KEYS) {
    const said = saidIn(value[key], search);
    if (said !== "") return said;
  }
  return "";
}

/** Content parts one after the other; records by their number and what each is known by. */
function saidInList(list: readonly Json[], search: Search): string {
  const areRecords = list.length > 1 && list.every((item) => isObject(item) && !("type" in item && ("text" in item || mediaName(item) !== undefined)));
  const said = list.slice(0, MOST_ITEMS).map((item) => (areRecords ? recordText(item as JsonObject, search) : saidIn(item, search) || scalar(item)));
  const joined = said.filter((each) => each !== "").join(" · ");
  return areRecords && joined !== "" ? `${list.length}${search.isCut ? "+" : ""} items · ${joined}` : joined;
}

function recordText(record: JsonObject, search: Search): string {
  const title = TITLE_KEYS.map((key) => record[key]).find((value) => typeof value === "string" && value.trim() !== "");
  return typeof title === "string" ? meaningful(title) : saidIn(record, search) || pairs(record);
}

function scalar(value: Json): string {
  return typeof value === "object" ? "" : brief(value);
}

/** The text from its first line that says something: past blank lines, rules, fences, lone tags and colour codes. */
function meaningful(value: string): string {
  const lines = text(value).replaceAll(COLOURS, "").split("\n");
  const first = lines.findIndex((line) => /[\p{L}\p{N}]/u.test(line) && !/^\s{0,20}(?:```|<\/?[\w:-]{1,40}>\s*$)/.test(line));
  return lines.slice(Math.max(0, first)).join("\n").trim().slice(0, LOOKED_AT);
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}[A-Za-z]`, "g");
