import { describe, expect, it } from "vitest";
import { readMark } from "../../../format/pictures/mark.ts";
import type { EngineApi } from "../../../viewer/engine/api.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";
import { pngHead, toBase64 } from "../../support/pictures.ts";

const LIMIT = 64 * 1024;
const SHOT = pngHead(1280, 720, 300_000);
const DATA = toBase64(SHOT);

async function engineWith(text: string): Promise<EngineApi> {
  const engine = await startEngine();
  await openAll(engine, [textFile("shots.peek.jsonl", text)]);
  return engine;
}

describe("pictures in a payload too large for the page", () => {
  const content = [{ type: "text", text: "Zürich ✈" }, { type: "image", source: { type: "base64", media_type: "image/png", data: DATA } }, { type: "image_url", image_url: { url: `data:image/png;base64,${DATA}` } }];
  const text = traceText([
    { kind: "tool_result", tool: "browse", payload: { result: content } },
    { kind: "tool_result", tool: "browse", payload: { result: JSON.stringify(content) } },
    { kind: "tool_result", tool: "browse", payload: { result: [...content, "word ".repeat(50_000)] } },
    { kind: "tool_result", tool: "read", payload: { result: "x".repeat(100_000) } },
    { kind: "human_input", payload: { content: [content[1], { type: "text", text: "what is this?" }] } },
    { kind: "llm_request", payload: { messages: [{ role: "user", content: [content[1]] }, { role: "user", content: "well?" }] } },
  ]).replaceAll("image/png;base64", String.raw`image\/png;base64`);

  it("are left in the file, and had one by one as they are", async () => {
    const engine = await engineWith(text);
    for (const row of [0, 1]) {
      const detail = unwrap(await engine.event(row, LIMIT));
      expect(detail.payloadCut).toBe(false);
      expect(detail.payload.length).toBeLessThan(1500);
      expect(detail.payload).toContain("Zürich ✈");
      const { result } = JSON.parse(detail.payload) as { readonly result: string | typeof content };
      const parts = typeof result === "string" ? (JSON.parse(result) as typeof content) : result;
      expect(readMark(parts[1]?.source?.data ?? "")).toMatchObject({ type: "image/png", width: 1280, height: 720, units: DATA.length });
      expect(detail.left).toHaveLength(2);
      for (const { start, length } of detail.left) {
        const picture = unwrap(await engine.picture(row, start, length));
        expect(picture.type).toBe("image/png");
        expect(Buffer.from(await picture.arrayBuffer()).equals(SHOT)).toBe(true);
      }
    }
  });

  it("are there whole for who asks for all, and where it would not fit without them either", async () => {
    const engine = await engineWith(text);
    const whole = unwrap(await engine.event(0, 10_000_000));
    expect(whole).toMatchObject({ left: [], payloadCut: false });
    expect(whole.payload).toContain(DATA);
    expect(unwrap(await engine.event(2, LIMIT))).toMatchObject({ left: [], payloadCut: true });
    expect(unwrap(await engine.event(3, LIMIT))).toMatchObject({ left: [], payloadCut: true });
  });

  it("are not made of what stands elsewhere", async () => {
    const engine = await engineWith(text);
    const [left] = unwrap(await engine.event(0, LIMIT)).left;
    for (const [start, length] of [[0, 40], [-1, 40], [(left?.start ?? 0) - 30, left?.length ?? 0], [0, 1e9], [Number.NaN, 5]]) expect((await engine.picture(0, start as number, length as number)).ok).toBe(false);
  });

  it("are told as pictures in the row, with what stands after them", async () => {
    const engine = await engineWith(text);
    const { view } = unwrap(await engine.view({ run: null }));
    const told = unwrap(await engine.window(view, 0, 6)).map(({ preview }) => preview);
    expect(told.slice(0, 2)).toEqual(["Zürich ✈ · [image/png] · [image/png]", "Zürich ✈ · [image/png] · [image/png]"]);
    expect(told[2]).toMatch(/^Zürich ✈ · \[image\/png\]/);
    expect(told.slice(4)).toEqual(["[image/png] · what is this?", "2 messages · user: well?"]);
  });
});

describe("pictures in what a model was given", () => {
  const ask = { role: "user", content: [{ type: "text", text: "what is this?" }, { type: "image_url", image_url: { url: `data:image/png;base64,${DATA}` } }] };

  it("are the same picture in the next call, and cost no characters", async () => {
    const engine = await engineWith(
      traceText([
        { kind: "llm_request", model: "m", payload: { messages: [ask] } },
        { kind: "llm_response", model: "m", reply_to: "e0", payload: { content: "a page" } },
        { kind: "llm_request", model: "m", payload: { system: "be kind", messages: [ask, { role: "assistant", content: "a page" }, { role: "user", content: "and now?" }] } },
      ]),
    );
    const context = unwrap(await engine.analyse("replay-context", { row: 2, request: 2, before: 0 }));
    expect(context.messages.map(({ role, isNew, cut }) => ({ role, isNew, cut }))).toEqual([
      { role: "system", isNew: true, cut: false },
      { role: "user", isNew: false, cut: false },
      { role: "assistant", isNew: true, cut: false },
      { role: "user", isNew: true, cut: false },
    ]);
    expect(context.droppedTotal).toBe(0);
    expect(context.left).toHaveLength(1);
    const [left] = context.left;
    expect(context.messages[1]?.json).toContain(left?.mark);
    expect(unwrap(await engine.picture(left?.row ?? -1, left?.start ?? 0, left?.length ?? 0)).size).toBe(SHOT.length);
  });

  it("are there too where no request was recorded", async () => {
    const engine = await engineWith(
      traceText([
        { kind: "human_input", payload: { content: ask.content } },
        { kind: "llm_response", model: "m", payload: { content: "a page" } },
      ]),
    );
    const context = unwrap(await engine.analyse("replay-context", { row: 1, request: -1, before: -1 }));
    expect(context.left).toMatchObject([{ row: 0, length: DATA.length }]);
    expect(context.messages[0]?.json).toContain(context.left[0]?.mark);
  });
});
