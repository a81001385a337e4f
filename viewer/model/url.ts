/** Version of the address. Older ones are read too; see docs/url.md. */
const VERSION = 1;

/** Everything an address can say. Empty or null members are left out of it. */
export interface ViewLink {
  /** First 16 hex digits of the content hash of the file. */
  readonly trace: string;
  readonly session: string;
  readonly event: string;
  readonly lens: string;
  /** Session of the run it is held against. */
  readonly other: string;
  readonly query: string;
  /** Statement of the SQL lens. */
  readonly sql: string;
  readonly hiddenKinds: readonly string[];
  /** Brush, in Unix microseconds. */
  readonly range: readonly [number, number] | null;
  /** Conditions a player stops at; null for the usual ones. */
  readonly stops: readonly string[] | null;
}

export const NO_LINK: ViewLink = { trace: "", session: "", event: "", lens: "", other: "", query: "", sql: "", hiddenKinds: [], range: null, stops: null };

/** Digits of the content hash a link carries: 64 bits, so two of a million files are the same with a chance of 3 in 10^8. */
export const TRACE_DIGITS = 16;

const KEYS = { trace: "t", session: "s", event: "e", lens: "tab", other: "with", query: "q", sql: "sql" } as const;
const LONGEST_VALUE = 2000;

/** The fragment of an address, without `#`; empty if there is nothing to say. */
export function toFragment(link: ViewLink): string {
  const members = Object.entries(KEYS).map(([member, key]) => [key, link[member as keyof typeof KEYS]] as const);
  const all = [...members, ["hide", link.hiddenKinds.join(" ")] as const, ["range", (link.range ?? []).join(" ")] as const, ["stop", stopText(link.stops)] as const];
  const said = all.filter(([, value]) => value !== "").map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return said.length === 0 ? "" : [`v=${VERSION}`, ...said].join("&");
}

/** Reads a fragment. A key that makes no sense is passed over; the others still hold. */
export function fromFragment(fragment: string): ViewLink {
  const values = parse(fragment.replace(/^#/, ""));
  if (Number(values.get("v") ?? VERSION) > VERSION) return NO_LINK;
  const text = (key: string): string => (values.get(key) ?? "").slice(0, LONGEST_VALUE);
  const trace = text(KEYS.trace).toLowerCase();
  return {
    trace: /^[0-9a-f]{1,64}$/.test(trace) ? trace.slice(0, TRACE_DIGITS) : "",
    session: text(KEYS.session),
    event: text(KEYS.event),
    lens: text(KEYS.lens),
    other: text(KEYS.other),
    query: text(KEYS.query),
    sql: text(KEYS.sql),
    hiddenKinds: text("hide").split(" ").filter(Boolean),
    range: rangeOf(text("range")),
    stops: stopsOf(text("stop")),
  };
}

function parse(fragment: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of fragment.split("&")) {
    const [key, value] = pair.split("=", 2);
    const decoded = decode(value ?? "");
    if (key !== undefined && decoded !== undefined) values.set(key, decoded);
  }
  return values;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function rangeOf(text: string): readonly [number, number] | null {
  const [from, to] = text.split(" ").map(Number);
  return text !== "" && Number.isFinite(from) && Number.isFinite(to) && (from as number) < (to as number) ? [from as number, to as number] : null;
}

/** What is written for a player that stops nowhere. */
const NO_STOPS = "none";

function stopText(stops: readonly string[] | null): string {
  if (stops === null) return "";
  return stops.length === 0 ? NO_STOPS : stops.join("\n");
}

function stopsOf(text: string): readonly string[] | null {
  if (text === "") return null;
  return text === NO_STOPS ? [] : text.split("\n").filter(Boolean);
}
