import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EXPECTED } from "./expected/index.ts";

const DOC = readFileSync(new URL("../../../docs/adapters.md", import.meta.url), "utf8");
/** Tests beside what the table says. */
const NOT_IN_TABLE: ReadonlySet<string> = new Set(["chat completions"]);

/** The cells of the table that begins with the given head. */
function table(head: string): string[][] {
  const lines = DOC.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
  return lines.slice(start, end).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

test("the table says of each framework what its tests compare, no more and no less", () => {
  const [head = [], , ...body] = table("recorded");
  expect(head.slice(1)).toEqual(EXPECTED.flatMap(({ packages }) => packages.slice(0, 1)));
  const told = Object.fromEntries(head.slice(1).map((name, column) => [name, body.filter((row) => row[column + 1] === "yes").map((row) => row[0] as string).sort()]));
  const tested = Object.fromEntries(EXPECTED.map(({ packages, captures }) => [packages[0], Object.keys(captures).filter((name) => !NOT_IN_TABLE.has(name)).sort()]));
  expect(told).toEqual(tested);
  for (const row of body) expect(row.slice(1).every((cell) => cell === "yes" || cell === "–")).toBe(true);
});

test("the list of packages names what is tested", () => {
  const [, , ...body] = table("framework");
  expect(body.map(([framework, packages]) => [framework, packages])).toEqual(EXPECTED.map(({ framework, packages }) => [framework, packages.join(", ")]));
});

test("each framework has its guide", () => {
  const [, , ...body] = table("framework");
  for (const row of body) expect(() => readFileSync(new URL(`../../../docs/${/\(([^)]+)\)/.exec(row.at(-1) ?? "")?.[1]}`, import.meta.url))).not.toThrow();
});
