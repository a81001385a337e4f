const MOST_DEPTH = 1000;

/**
 * A value as text that is the same for equal values, whatever the order of their keys. Members named in `ignored` do not
 * count, wherever they stand; content kept by hash is compared by hash.
 */
export function canonical(value: unknown, ignored: ReadonlySet<string>, depth = 0): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth > MOST_DEPTH) return `"…"`;
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, ignored, depth + 1)).join(",")}]`;
  const hash = hashOf(value as Readonly<Record<string, unknown>>);
  if (hash !== undefined) return `{"$content":"${hash}"}`;
  const members = Object.entries(value)
    .filter(([key, member]) => member !== undefined && !ignored.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member, ignored, depth + 1)}`);
  return `{${members.join(",")}}`;
}

/** Long content leaves its hash, whether it was kept beside the trace or not. */
function hashOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const { $blob, $truncated, sha256 } = value;
  if (typeof $blob === "string") return $blob;
  return typeof $truncated === "string" && typeof sha256 === "string" ? sha256 : undefined;
}
