import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { COLUMNS } from "../../format/arrow/columns.ts";
import { LINE_COLUMN, OTHER_COLUMN, PAYLOAD_COLUMN } from "../../format/arrow/pack.ts";
import { HeaderSchema, validateEvent } from "../../format/event.ts";
import { ENDS_AT_ITS_TIME, KIND_NAMES, KINDS, OUTCOMES, SEVERITIES } from "../../format/kinds.ts";
import { PAYLOADS } from "../../format/payloads.ts";
import { traceSchemaText } from "../../format/schema/build.ts";
import { FORMAT_VERSION, MEDIA_TYPE } from "../../format/version.ts";
import { openAll, startEngine, unwrap } from "../support/engine.ts";

const SLOW_MS = 120_000;
const page = readFileSync(new URL("../../docs/format.md", import.meta.url), "utf8");

/** The page from one heading of the second level to the next. */
function section(title: string): string {
  const start = page.indexOf(`\n## ${title}\n`);
  if (start < 0) throw new RangeError(`no section ${title}`);
  const end = page.indexOf("\n## ", start + 1);
  return page.slice(start, end < 0 ? undefined : end);
}

/** Rows of the tables of a section by their first cell, without backticks. */
function rows(title: string): ReadonlyMap<string, string> {
  const found = [...section(title).matchAll(/^\| `(\w+)` \|(.*)$/gm)];
  return new Map(found.map(([, key = "", rest = ""]) => [key, rest]));
}

/** Names of the members a payload schema defines, those of its inner objects included. */
function memberNames(schema: z.ZodType): string[] {
  const json = JSON.stringify(schema.toJSONSchema({ io: "input" }));
  const names: string[] = [];
  JSON.parse(json, (key, value: unknown) => {
    if (key === "properties" && typeof value === "object" && value !== null) names.push(...Object.keys(value));
    return value;
  });
  return names;
}

/** Told on the page apart from the table of kinds: the members of a message. */
const MESSAGE_MEMBERS: ReadonlySet<string> = new Set(["role", "content", "name", "tool_calls", "tool_call_id"]);

describe("docs/format.md", () => {
  it("has every envelope member, in order, with its type", () => {
    const members = rows("Events");
    expect([...members.keys()]).toEqual(COLUMNS.map(({ key }) => key));
    for (const { key, type } of COLUMNS) expect([key, members.get(key)?.split("|")[0]?.trim()]).toEqual([key, type]);
  });

  it("has every kind in its group with every member of its payload", () => {
    const kinds = rows("Kinds");
    expect([...kinds.keys()].toSorted()).toEqual([...KIND_NAMES].toSorted());
    for (const kind of KIND_NAMES) {
      const row = kinds.get(kind) ?? "";
      expect([kind, row.split("|")[0]?.trim()]).toEqual([kind, KINDS[kind].group]);
      const missing = memberNames(PAYLOADS[kind]).filter((name) => !row.includes(`\`${name}\``) && !(kind === "llm_request" && MESSAGE_MEMBERS.has(name)));
      expect([kind, missing]).toEqual([kind, []]);
    }
    for (const name of MESSAGE_MEMBERS) expect(section("Kinds")).toContain(`\`${name}\``);
  });

  it("has every header member, outcome, severity and marker, and the kinds whose duration ends at their time", () => {
    expect([...rows("Header").keys()]).toEqual(Object.keys(HeaderSchema.shape));
    expect([...rows("Outcomes and severity").keys()]).toEqual([...OUTCOMES]);
    for (const severity of SEVERITIES) expect(section("Outcomes and severity")).toContain(`\`${severity}\``);
    for (const kind of ENDS_AT_ITS_TIME) expect(section("Times")).toContain(`\`${kind}\``);
    const sources = ["value", "markers"].map((name) => readFileSync(new URL(`../../sdk/${name}.ts`, import.meta.url), "utf8")).join("");
    const markers = new Set([...sources.matchAll(/"(\$[a-z]+)"/g)].map(([, marker]) => marker));
    expect(markers.size).toBeGreaterThan(10);
    for (const marker of markers) expect(section("Values JSON has no form for")).toContain(`"${marker}"`);
  });

  it("names the version, the media type and the columns of the Arrow form", () => {
    expect(page).toMatch(new RegExp(`^# The trace format, version ${FORMAT_VERSION}$`, "m"));
    expect(page).toContain(MEDIA_TYPE);
    for (const column of [OTHER_COLUMN, PAYLOAD_COLUMN, LINE_COLUMN]) expect(section("The Arrow form")).toContain(`\`${column}\``);
  });

  it("links to headings that are there", () => {
    const headings = new Set([...page.matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(/[^a-z0-9 -]/g, "").replaceAll(" ", "-")));
    for (const [, target = ""] of page.matchAll(/\]\(#([^)]*)\)/g)) expect(headings).toContain(target);
  });
});

const WRITERS = [
  { language: "python", most: 20, file: "writer.py", version: ["--version"], command: "python3", args: ["writer.py"] },
  { language: "go", most: 30, file: "writer.go", version: ["version"], command: "go", args: ["run", "writer.go"] },
] as const;

describe.each(WRITERS)("the writer in $language", ({ language, most, file, version, command, args }) => {
  const code = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";
  const isThere = spawnSync(command, version).status === 0;

  it(`has at most ${most} lines`, () => {
    expect(code.split("\n").length - 1).toBeLessThanOrEqual(most);
    expect(code).toContain("agent_end");
  });

  it.skipIf(!isThere)(`writes a valid trace (skipped where there is no ${command})`, async () => {
    const dir = mkdtempSync(join(tmpdir(), "peek-writer-"));
    try {
      writeFileSync(join(dir, file), code);
      // Twice: the second run appends a part of its own.
      for (let run = 0; run < 2; run++) {
        const { status, stderr } = spawnSync(command, args, { cwd: dir, encoding: "utf8" });
        expect([status, stderr]).toEqual([0, ""]);
      }
      await expectValid(readFileSync(join(dir, "weather.peek.jsonl"), "utf8"));
    } finally {
      rmSync(dir, { recursive: true });
    }
  }, SLOW_MS);
});

async function expectValid(text: string): Promise<void> {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(traceSchemaText()) as object);
  const order = [...COLUMNS.map(({ key }) => key as string), "payload"];
  expect(text.endsWith("\n")).toBe(true);
  for (const line of text.split("\n").slice(0, -1)) {
    const record = JSON.parse(line) as Record<string, unknown>;
    expect([line, validate(record), validate.errors]).toEqual([line, true, null]);
    if ("peek" in record) continue;
    expect(validateEvent(record)).toEqual([]);
    const keys = Object.keys(record);
    expect(keys).toEqual(keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  }
  const engine = await startEngine();
  const [opened] = await openAll(engine, [{ name: "weather.peek.jsonl", blob: new Blob([text]) }]);
  expect(opened).toMatchObject({ status: "ready", events: 8, runs: 2, skipped: 0, notices: 0 });
  expect(unwrap(await engine.runs()).map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
}
