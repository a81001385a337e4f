/** Words a statement of a person's may begin with: they read and change nothing. */
const READS: ReadonlySet<string> = new Set(["select", "with", "from", "values", "table", "describe", "summarize", "explain", "show"]);

/**
 * What no statement of a person's may name: what writes, what reaches for files or the network, and what this database
 * can only do with an extension it would fetch (it then hangs).
 */
const FORBIDDEN: ReadonlySet<string> = new Set(
  `insert update delete merge create alter drop truncate copy export import attach detach install load pragma set reset call
  vacuum checkpoint begin commit rollback prepare execute deallocate use force timestamptz timetz icu getenv glob
  read_csv read_csv_auto read_json read_json_auto read_json_objects read_ndjson read_ndjson_auto read_parquet read_text read_blob
  sniff_csv parquet_scan parquet_metadata parquet_schema json_extract json_extract_string json_object json_array to_json from_json
  json json_structure json_transform json_each json_tree query query_table pg_timezone_names date_trunc_tz current_localtimestamp
  now current_timestamp get_current_timestamp today current_date timezone at_timezone`.split(/\s+/),
);

/** One thing of a statement that matters: a word, or a sign. Texts in quotes and comments are left out. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$[a-z_]*\$|[a-z_][a-z0-9_]*|;|->>?|\S/gi;

/** Why a statement may not be run; empty if it may. */
export function whyNotReadOnly(text: string): string {
  const tokens = [...text.matchAll(TOKENS)].map(([token]) => token.toLowerCase()).filter((token) => !token.startsWith("'") && !token.startsWith("--") && !token.startsWith("/*"));
  const end = tokens.findIndex((token) => token === ";");
  const words = end < 0 ? tokens : tokens.slice(0, end);
  const first = words.find((token) => token !== "(") ?? "";
  if (first === "") return "There is nothing to ask yet.";
  if (end >= 0 && tokens.length > end + 1) return "Only one statement at a time.";
  if (!READS.has(first)) return `A statement must begin with SELECT, WITH, FROM, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN; this lens only reads. It begins with ${first.toUpperCase()}.`;
  if (words.some((token) => token.startsWith("$"))) return "Texts in dollar quotes are not read here; use single quotes.";
  if (words.includes("->") || words.includes("->>")) return "This database has no JSON operators: payloads are text. Use contains(payload, 'words') or regexp_extract.";
  const forbidden = words.map((token) => token.replaceAll('"', "")).find((token) => FORBIDDEN.has(token) || /^(?:json|read|parquet)_/.test(token));
  if (forbidden !== undefined) return `${forbidden} cannot be used here: this lens only reads what is open, offline.${forbidden.includes("json") ? " Payloads are text: use contains or regexp_extract." : ""}`;
  const zoned = words.some((token, index) => token === "with" && words[index + 1] === "time" && words[index + 2] === "zone");
  return zoned ? "Times with a zone need an extension that is not here; times are microseconds since 1970." : "";
}
