import { describe, expect, it } from "vitest";
import type { Json } from "../../../../format/event.ts";
import { preview } from "../../../../viewer/engine/preview.ts";

const told = (result: Json, isCut = false): string => preview("tool_result", {}, { result }, isCut);

const RESULTS: readonly (readonly [what: string, result: Json, said: string])[] = [
  ["MCP content", { content: [{ type: "text", text: "3 files changed" }], isError: false }, "3 files changed"],
  ["Anthropic content with a picture", [{ type: "text", text: "the page" }, { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } }], "the page · [image/png]"],
  ["a picture alone", { type: "image", data: "iVBORw0KGgo=", mimeType: "image/jpeg" }, "[image/jpeg]"],
  ["an address that holds its data", "data:image/webp;base64,UklGRg==", "[image/webp]"],
  ["a command", { stdout: "12 passed\n", stderr: "", exit_code: 0 }, "exit 0 · 12 passed"],
  ["a command that failed", { stdout: "collecting…", stderr: "ModuleNotFoundError: no module named x", exitCode: 1 }, "exit 1 · ModuleNotFoundError: no module named x"],
  ["a command that said nothing", { stdout: "", stderr: "", code: 0 }, "exit 0"],
  ["JSON inside a text, with the code beside it", JSON.stringify({ output: "\u001b[32mok\u001b[0m done\n", metadata: { exit_code: 0 } }), "exit 0 · ok done"],
  ["lines that say nothing before one that does", "\n-----\n```json\n<output>\nTotal: 4 rows\nmore", "Total: 4 rows more"],
  ["records", { query: "tea", results: [{ title: "Green tea", url: "https://a.example" }, { title: "Black tea" }] }, "2 items · Green tea · Black tea"],
  ["a message over what it comes with", { ok: false, message: "No seat left", flight: { id: 7 } }, "No seat left"],
  ["an error over all else", { data: [1], error: { message: "quota", code: 429 } }, "quota"],
  ["a number is no exit code where nothing ran", { code: 7, name: "Zürich" }, 'code 7, name "Zürich"'],
  ["members, where there is no text", { order: 551, open: true }, "order 551, open true"],
  ["members out of their boxes", { type: "json", value: { order: 551 } }, "order 551"],
  ["a tool's own file", { type: "file", file: { path: "a.ts", content: "export {}" } }, "export {}"],
  ["numbers", [3, 5], "3 · 5"],
  ["a text as it is", "done", "done"],
  ["nothing", "", "result \"\""],
];

describe("what a tool gave back, in one line", () => {
  it.each(RESULTS)("%s", (_what, result, said) => {
    expect(told(result)).toBe(said);
  });

  it("says more than it counted where only the beginning is known", () => {
    expect(told([{ name: "a" }, { name: "b" }], true)).toBe("2+ items · a · b");
    expect(told(JSON.stringify([{ name: "a" }, { name: "b" }, { name: "c" }]).slice(0, -3))).toBe("3+ items · a · b · c");
    expect(preview("llm_request", {}, { messages: [{ role: "system", content: "be kind" }, { role: "user", content: "hello" }] }, true)).toBe("2+ messages · user: hello");
    expect(preview("checkpoint", {}, { state: { round: 1 } }, true)).toBe("1+ keys: round");
  });

  it("is short and bounded whatever it is given", () => {
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, { content: [] }]));
    const deep = JSON.parse(`${'{"content":'.repeat(5000)}"x"${"}".repeat(5000)}`) as Json;
    for (const result of [wide, deep, [wide, deep], "[".repeat(200_000), `{"a":"${"\\".repeat(100_001)}`, "word ".repeat(500_000)]) expect(told(result).length).toBeLessThanOrEqual(200);
  });
});
