/** A place in a run elsewhere. */
export interface RemotePlace {
  readonly trace: string;
  /** Id of the event the new run follows from. */
  readonly event: string;
}

/** Where a `traceparent` may come from: the value itself, headers as an object or as `Headers`, variables of a process. */
export type Traceparent = string | { get(name: string): string | null } | Readonly<Record<string, string | readonly string[] | undefined>>;

const PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;
const OWN_STATE = /(?:^|,)\s*peek=([\w-]*)\.([\w-]*)\s*(?:,|$)/;
const MOST_UNITS = 512;

/** The place a `traceparent` names; undefined if it names none. Never throws. */
export function remotePlace(carrier: unknown): RemotePlace | undefined {
  try {
    const [, trace, event] = PARENT.exec((typeof carrier === "string" ? carrier : read(carrier, "traceparent")).slice(0, MOST_UNITS).trim()) ?? [];
    if (trace === undefined || event === undefined) return undefined;
    const [, ownTrace, ownEvent] = (typeof carrier === "string" ? undefined : OWN_STATE.exec(read(carrier, "tracestate").slice(0, MOST_UNITS))) ?? [];
    return { trace: decode(ownTrace) || trace, event: decode(ownEvent) || event };
  } catch {
    return undefined;
  }
}

/** The member of `tracestate` that carries names which are no ids of the W3C. */
export function stateOf({ trace, event }: RemotePlace): string {
  return `peek=${Buffer.from(trace).toString("base64url")}.${Buffer.from(event).toString("base64url")}`;
}

function decode(text: string | undefined): string {
  return text === undefined ? "" : Buffer.from(text, "base64url").toString();
}

/** A header or variable, whatever its case. */
function read(carrier: unknown, name: string): string {
  if (typeof carrier !== "object" || carrier === null) return "";
  const { get } = carrier as { readonly get?: unknown };
  const members = carrier as Readonly<Record<string, unknown>>;
  const value: unknown = typeof get === "function" ? get.call(carrier, name) : (members[name] ?? members[name.toUpperCase()]);
  return typeof value === "string" ? value : Array.isArray(value) ? String(value[0]) : "";
}
