import { takeMatches, type Rule } from "../finding.ts";

const MOST_NAMES = 1000;

/** Names of a list, as whole words, whatever their case. Undefined for an empty list. */
export function listedNames(names: readonly string[]): Rule | undefined {
  const known = names.map((name) => name.trim()).filter((name) => name.length >= 2).slice(0, MOST_NAMES);
  if (known.length === 0) return undefined;
  const words = known.toSorted((a, b) => b.length - a.length).map((name) => name.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s{1,3}`));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return { signs: 0, find: ({ text }, take) => takeMatches(text, { label: "NAME", regex: pattern }, take) };
}
