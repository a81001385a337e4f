import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesSource } from "../../../format/containers/source.ts";
import { detectionInput, ownForm } from "../../../format/importers/detect.ts";
import { detectArchiveImporter, detectImporter, IMPORTERS } from "../../../format/importers/index.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { openBytes, openText } from "./support.ts";

/** What every file of the real runs is; the first rule that matches counts. `none` is not a trace; `a|b` may be either. */
const TABLE: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/(^|\/)(README\.md|SOURCE\.txt|LICENSE)$/, "none"],
  [/^otlp-openinference\/.*langfuse-\d\.json$/, "langfuse"],
  [/capture-results\.json$/, "generic"],
  [/^otlp-openinference\/.*\.json$/, "otlp"],
  [/^langfuse-framework-traces\/.*chatml\.json$/, "generic|chat"],
  [/^langfuse-framework-traces\/.*\.json$/, "langfuse"],
  [/^langsmith\/.*anthropic_managed.*\.jsonl$/, "generic"],
  [/^langsmith\/.*\.json$/, "langsmith"],
  [/^inspect\/.*log_invalid\.txt$/, "none"],
  [/^inspect\/.*test_skeleton\/empty\.json$/, "generic"],
  [/^inspect\/.*\/atif_source\//, "atif"],
  [/^inspect\/.*\/claude_code_source\//, "claude-code"],
  [/^inspect\/.*telemetry\.jsonl$/, "generic"],
  [/^inspect\//, "inspect"],
  [/^otel-genai-semconv\/.*\.json$/, "generic"],
  [/^labels\//, "generic"],
  [/^claude-code-log\/.*\.json$/, "claude-code|generic"],
  [/^claude-code-log\//, "claude-code"],
  [/^pi-sessions\//, "pi"],
  [/^openhands\//, "openhands"],
  [/^swe-agent\//, "swe-agent"],
  [/^who-and-when\//, "who-and-when"],
  [/^tau-/, "chat"],
];

const KNOWN: ReadonlySet<string> = new Set([...IMPORTERS.map(({ id }) => id), "none"]);

/** The formats a file may be recognised as; empty while the importer for it is not there yet. An empty file is nothing. */
function expectedFor(path: string, size: number): readonly string[] {
  if (size === 0) return ["none"];
  const formats = TABLE.find(([pattern]) => pattern.test(path))?.[1].split("|") ?? [];
  return formats.filter((format) => KNOWN.has(format));
}

async function recognise(path: string): Promise<{ format: string; ms: number }> {
  const files = await openBytes(path, readFileSync(join(DATA, path)));
  const start = performance.now();
  const inArchive = files.some(({ archive }) => archive !== "");
  const archive = inArchive ? detectArchiveImporter(files.map(({ name }) => name)) : undefined;
  const [first] = files;
  const importer = archive ?? (first === undefined || inArchive ? undefined : detectImporter(detectionInput(first)));
  return { format: importer?.id ?? "none", ms: performance.now() - start };
}

describe.skipIf(!HAS_DATA)("every real file is recognised for what it is", () => {
  const paths = HAS_DATA ? filesBelow("") : [];

  test("all of them", async () => {
    const wrong: string[] = [];
    let slowest = { path: "", ms: 0 };
    let checked = 0;
    for (const path of paths) {
      const expected = expectedFor(path, statSync(join(DATA, path)).size);
      if (expected.length === 0) continue;
      checked++;
      const { format, ms } = await recognise(path);
      if (!expected.includes(format)) wrong.push(`${path}: ${format}, not ${expected.join(" or ")}`);
      if (ms > slowest.ms) slowest = { path, ms };
    }
    console.log(`${checked} of ${paths.length} files; the slowest took ${slowest.ms.toFixed(1)} ms (${slowest.path})`);
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(180);
  });
});

describe("our own files need no importer", () => {
  const form = async (text: string): Promise<string | undefined> => {
    const file = await openText("x", text);
    return ownForm(bytesSource("x", new TextEncoder().encode(text)), detectionInput(file));
  };

  test.each([
    ['{"peek":1,"file":"a"}\n', "jsonl"],
    ['{"peek":99}\n{"seq":0}\n', "jsonl"],
    ['{"seq":0,"id":"a","kind":"log","session":"s","time_unix_us":1}\n', "jsonl"],
    ['{"payload":{},"session":"s","time_unix_us":1,"kind":"x","id":"a"}', "jsonl"],
    ["ARROW1\0\0", "arrow"],
    ['{"kind":"log"}\n', undefined],
    ['[{"peek":1}]', undefined],
    ["", undefined],
  ])("%j", async (text, expected) => expect(await form(text)).toBe(expected));

  test("the stream form of Arrow", async () => {
    const bytes = new Uint8Array([255, 255, 255, 255, 16, 1, 0, 0, 16]);
    const [file] = await openBytes("x", bytes);
    expect(file).toBeDefined();
    expect(await ownForm(bytesSource("x", bytes), detectionInput(await openText("x", "")))).toBe("arrow");
  });
});

test("every format stands in the registry", () => {
  const registry = readFileSync(new URL("../../../docs/registry.md", import.meta.url), "utf8");
  expect(IMPORTERS.map(({ id }) => id).filter((id) => !registry.includes(`| \`${id}\` |`))).toEqual([]);
});
