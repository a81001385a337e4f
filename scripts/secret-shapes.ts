import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes `format/redaction/secrets/shapes.ts` of `secret-shapes.csv`, one row a published token format: what it begins
 * with, which characters follow, and at least how many. The rows are facts collected by hand from the pages they name
 * (prefixes are published so that scanners can find leaked tokens); no code or pattern of another scanner is in them.
 */
const CSV = join(import.meta.dirname, "secret-shapes.csv");
const TARGET = join(import.meta.dirname, "../format/redaction/secrets/shapes.ts");

/** Character classes a row may name. */
const CHARSETS: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  upper: "A-Z0-9",
  hex: "A-Fa-f0-9",
  token: "A-Za-z0-9_-",
  dotted: "A-Za-z0-9_.=-",
  base64: "A-Za-z0-9+/=_-",
  path: "A-Za-z0-9/_-",
  airtable: "A-Za-z0-9.",
  telegram: "A-Za-z0-9:_-",
};

interface Row {
  readonly label: string;
  readonly prefix: string;
  readonly charset: string;
  readonly least: number;
}

function rows(): Row[] {
  const [, ...lines] = readFileSync(CSV, "utf8").trim().split("\n");
  const seen = new Set<string>();
  return lines.map((line) => {
    const [label = "", prefix = "", charset = "", least = "", source = ""] = line.split(",");
    const isGood = /^[A-Z0-9_]+$/.test(label) && prefix.length >= 2 && charset in CHARSETS && Number(least) >= 10 && source.startsWith("https://");
    if (!isGood || seen.has(prefix)) throw new Error(`secret-shapes.csv: bad or repeated row: ${line}`);
    seen.add(prefix);
    return { label, prefix, charset, least: Number(least) };
  });
}

/** The source of the table, longest prefixes first so that the most specific one wins. */
export function shapesSource(): string {
  const sorted = rows().sort((a, b) => b.prefix.length - a.prefix.length || (a.prefix < b.prefix ? -1 : 1));
  const lines = sorted.map(({ label, prefix, charset, least }) => `  [${JSON.stringify(label)}, ${JSON.stringify(prefix)}, ${JSON.stringify(charset)}, ${least}],`);
  return `// Made by scripts/secret-shapes.ts from scripts/secret-shapes.csv, which names the source of each row. Do not edit.

/** Characters that follow a prefix, as the inside of a character class. */
export const CHARSETS = ${JSON.stringify(CHARSETS, undefined, 2).replaceAll(/"(\w+)":/g, "$1:").replaceAll(/"\n}/g, '",\n}')} as const;

/** Published token formats, longest prefix first: label, prefix, which characters follow, at least how many. */
export const SHAPES: readonly (readonly [label: string, prefix: string, charset: keyof typeof CHARSETS, least: number])[] = [
${lines.join("\n")}
];
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(TARGET, shapesSource());
