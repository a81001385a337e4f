import { describe, expect, it } from "vitest";
import type { EventDetail, EventLink } from "../../../../viewer/engine/api.ts";
import { EventInspector } from "../../../../viewer/ui/inspector/event-inspector.ts";
import { LinkSelectEvent } from "../../../../viewer/ui/inspector/messages.ts";
import { KIND_NAMES } from "../../../../format/kinds.ts";
import { bmp, toBase64 } from "../../../support/pictures.ts";
import { eventDetail } from "../../support.ts";
import { deepAll, inside, settled, show, visibleText } from "../support.ts";

async function inspect(detail: EventDetail): Promise<EventInspector> {
  const inspector = new EventInspector();
  inspector.detail = detail;
  await show(inspector, { width: 390, height: 600 });
  await settled();
  return inspector;
}

function link(given: Partial<EventLink>): EventLink {
  return { type: "upstream", row: 7, id: "id7", kind: "tool_result", preview: "3 flights", ...given };
}

describe("kinds", () => {
  it("a decision: reasoning, choice, confidence, what was rejected, that no grounds were given", async () => {
    const payload = { reasoning: "The **nonstop** is there.", chosen_action: "update", alternatives: [{ action: "ask", reason_rejected: "slow" }] };
    const text = visibleText(await inspect(eventDetail("decision", JSON.stringify(payload), { envelope: { confidence: 0.62 } })));
    for (const said of ["nonstop", "update", "0.62", "ask", "slow", "none given"]) expect(text).toContain(said);
  });

  it("a request: roles, calls, results and folded instructions", async () => {
    const payload = {
      system: "Be kind.",
      messages: [
        { role: "user", content: "change my flight" },
        { role: "assistant", tool_calls: [{ id: "c1", function: { name: "search", arguments: '{"from":"JFK"}' } }] },
        { role: "tool", tool_call_id: "c1", content: '{"flights":3}' },
      ],
      tools: [{ name: "search", description: "finds flights" }],
      settings: { temperature: 0 },
    };
    const inspector = await inspect(eventDetail("llm_request", JSON.stringify(payload)));
    const text = visibleText(inspector);
    for (const said of ["System prompt", "user", "change my flight", "assistant", "search", "from", '"JFK"', "flights", "finds flights", "temperature"]) expect(text).toContain(said);
    expect(deepAll(inspector, "details[open]")).toHaveLength(0);
  });

  it("a failing result: class and message in a banner", async () => {
    const inspector = await inspect(eventDetail("tool_result", '{"error":"payment method not found"}', { envelope: { outcome: "error", error_class: "PaymentError" } }));
    expect(visibleText(inside(inspector, ".banner"))).toMatch(/PaymentError.*payment method not found/);
  });

  it.each([...KIND_NAMES, "x.unknown"])("%s: shows every member, also unforeseen ones, and survives senseless ones", async (kind) => {
    const inspector = await inspect(eventDetail(kind, JSON.stringify({ unforeseen: { marker: "sentinel-1" } })));
    expect(visibleText(inspector)).toContain("sentinel-1");
    const senseless = { messages: 3, content: [[[]], null], alternatives: [1, null], evidence: "x", tools: {}, documents: [null, 2], diff: 9, state: [], error: 0, parameters: null, tool_calls: [7], usage: "u", tags: [{}] };
    const other = await inspect(eventDetail(kind, JSON.stringify(senseless)));
    expect(visibleText(other).length).toBeGreaterThan(20);
  });
});

describe("hostile text", () => {
  const attack = '<script>globalThis.hacked=1</script><img src=x onerror="globalThis.hacked=1"> [go](javascript:globalThis.hacked=1) ![p](https://evil.example/p.png) <a href="https://evil.example">a</a> <style>*{display:none}</style>';

  it.each(["agent_turn", "decision", "llm_response", "tool_result", "error", "x.unknown"])("in %s stays text: nothing runs, loads, links or styles", async (kind) => {
    const payload = { content: attack, reasoning: attack, result: attack, message: attack, stack: attack, other: attack };
    const inspector = await inspect(eventDetail(kind, JSON.stringify(payload), { envelope: { name: attack, agent: attack, outcome: "error", error_class: attack } }));
    expect(deepAll(inspector, "script, img, a, iframe, object, embed, form, link, [onerror], [style*=display], [href], [src]")).toEqual([]);
    expect(deepAll(inspector, "style").filter((style) => style.textContent?.includes("display:none"))).toEqual([]);
    expect(visibleText(inspector)).toContain("<script>globalThis.hacked=1</script>");
    expect("hacked" in globalThis).toBe(false);
  });

  it("shows pictures only from data, as no element that could load, others only by name", async () => {
    const content = [
      { type: "image_url", image_url: { url: `data:image/bmp;base64,${toBase64(bmp(40, 30))}` } },
      { type: "image_url", image_url: { url: "https://evil.example/p.png" } },
      { type: "image_url", image_url: { url: "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImhhY2soKSIvPg==" } },
    ];
    const inspector = await inspect(eventDetail("llm_response", JSON.stringify({ content })));
    expect(deepAll(inspector, "img, svg, iframe, object, embed, [src], [href]")).toEqual([]);
    expect(deepAll(inspector, "canvas")).toHaveLength(1);
    const text = visibleText(inspector);
    expect(text).toContain("BMP · 40 × 30 · 3.7 KB");
    expect(text).toContain("image · https://evil.example/p.png · not fetched: this page makes no requests");
    expect(text).toMatch(/image\/svg\+xml · 22 B ?· shown as text <svg onload="hack\(\)"\/>/);
  });
});

describe("pictures", () => {
  const picture = { type: "image", data: toBase64(bmp(400, 300)), mimeType: "image/bmp" };

  it.each<readonly [string, string, object]>([
    ["a message", "llm_request", { messages: [{ role: "user", content: [{ type: "text", text: "look" }, picture] }] }],
    ["a tool's message", "llm_request", { messages: [{ role: "tool", tool_call_id: "c", content: [{ type: "text", text: "look" }, picture] }] }],
    ["a result in MCP's box", "tool_result", { result: { content: [{ type: "text", text: "look" }, picture], isError: false } }],
    ["what was said", "human_input", { content: [{ type: "text", text: "look" }, picture] }],
    ["an answer", "llm_response", { content: [{ type: "text", text: "look" }, picture] }],
    ["any member of an unknown kind", "x.unknown", { look: { screenshot: `data:image/bmp;base64,${picture.data}` } }],
  ])("stand in %s, beside the text", async (_where, kind, payload) => {
    const inspector = await inspect(eventDetail(kind, JSON.stringify(payload)));
    expect(deepAll(inspector, "canvas")).toHaveLength(1);
    expect(visibleText(inspector)).toContain("look");
    expect(visibleText(inspector)).not.toContain(picture.data.slice(0, 60));
  });

  it("inside one another are shown to a depth, then as a tree", async () => {
    const dot = { ...picture, data: toBase64(bmp(4, 4)) };
    let value: object = dot;
    for (let level = 0; level < 3000; level++) value = { type: "tool_result", content: [dot, value] };
    const inspector = await inspect(eventDetail("tool_result", JSON.stringify({ result: [value, dot] })));
    expect(deepAll(inspector, "peek-picture").length).toBeGreaterThan(1);
    expect(deepAll(inspector, "peek-picture").length).toBeLessThan(20);
  });

  it("that were left in the file are told of in the raw view, where all can be had", async () => {
    const inspector = await inspect(eventDetail("tool_result", "{}", { payloadBytes: 900_000, left: [{ mark: "m", row: 0, start: 0, length: 9 }] }));
    inspector.raw = true;
    await settled();
    expect(visibleText(inspector)).toContain("the data of 1 picture were left in the file");
    expect(visibleText(inside(inspector, ".notice button"))).toContain("load all 900 KB");
  });
});

describe("links", () => {
  it("stand as causes and effects, select on click, and say what is missing", async () => {
    const links = [link({}), link({ type: "downstream", row: 9, id: "id9", kind: "error", preview: "not found" }), link({ type: "evidence", row: -1, id: "gone" })];
    const inspector = await inspect(eventDetail("decision", "{}", { links, linksTotal: 3 }));
    const text = visibleText(inspector);
    expect(text).toMatch(/used.*3 flights.*rests on.*gone is not in this file.*this decision.*used by.*not found/);
    const chosen: number[] = [];
    inspector.addEventListener(LinkSelectEvent.type, (event) => chosen.push((event as LinkSelectEvent).row));
    for (const button of inspector.shadowRoot?.querySelectorAll<HTMLElement>(".links button") ?? []) button.click();
    expect(chosen).toEqual([7, 9]);
  });
});

describe("large and broken payloads", () => {
  it("a payload of 5 MB is there at once and whole on demand", async () => {
    const big = JSON.stringify({ result: { rows: Array.from({ length: 61_000 }, (_, at) => ({ at, text: "x".repeat(60) })) } });
    expect(big.length).toBeGreaterThan(5_000_000);
    const inspector = await inspect(eventDetail("tool_result", big));
    expect(deepAll(inspector, ".line").length).toBeLessThan(200);
    expect(visibleText(inspector)).toContain("[61,000]");
  });

  it("text of megabytes is shown by its beginning", async () => {
    const inspector = await inspect(eventDetail("tool_result", JSON.stringify({ result: "word ".repeat(600_000) })));
    const text = visibleText(inspector);
    expect(text.length).toBeLessThan(10_000);
    expect(text).toContain("Show 500 KB more of 3.0 MB");
  });

  it("20,000 levels are opened one by one", async () => {
    const inspector = await inspect(eventDetail("tool_result", `{"result":${"[".repeat(20_000)}${"]".repeat(20_000)}}`));
    const before = deepAll(inspector, ".line").length;
    expect(before).toBeLessThan(200);
    const closed = deepAll(inspector, '.line[aria-expanded="false"]')[0] as HTMLElement;
    closed.click();
    await settled();
    expect(deepAll(inspector, ".line").length).toBe(before + 1);
  });

  it("a cut payload says so and can be had whole", async () => {
    const inspector = await inspect(eventDetail("tool_result", '{"result":"abc', { payloadCut: true, payloadBytes: 9_000_000 }));
    expect(visibleText(inspector)).toMatch(/This payload is 9\.0 MB ?; the first 14 B are shown/);
    let asked = 0;
    inspector.addEventListener("load-payload", () => asked++);
    inside(inspector, ".notice button").click();
    expect(asked).toBe(1);
  });

  it("says that values kept beside the trace are not here, and what to do", async () => {
    const inspector = await inspect(eventDetail("tool_result", '{"result":{"$blob":"x"}}', { blobsMissing: 2 }));
    expect(visibleText(inspector)).toMatch(/2 values of this event are kept beside the trace and are not here.*drop that folder too/);
    expect(visibleText(await inspect(eventDetail("tool_result", "{}")))).not.toContain("beside the trace");
  });

  it("a payload that is no JSON is shown as it stands", async () => {
    expect(visibleText(await inspect(eventDetail("log", '{"message":')))).toContain('{"message":');
  });
});

describe("the record", () => {
  it("marks members the reader made up, and keeps those of other writers", async () => {
    const inspector = await inspect(eventDetail("log", "{}", { envelope: { duration_ms: 1500, derived: ["duration_ms"] }, otherMembers: '{"vendor":"z9"}' }));
    const text = visibleText(inspector);
    expect(text).toMatch(/duration_ms 1\.5 s derived/);
    expect(text).toContain("z9");
    expect(text).toMatch(/line 5 ?, bytes 400 to 600/);
  });

  it("raw shows the payload as recorded", async () => {
    const inspector = await inspect(eventDetail("decision", '{"reasoning":"because"}'));
    inspector.raw = true;
    await settled();
    expect(visibleText(inspector)).toContain('"reasoning": "because"');
  });
});
