import { beforeEach, describe, expect, it } from "vitest";
import { CallsPanel } from "../../../../viewer/ui/calls/calls-panel.ts";
import type { App } from "../../../../viewer/state/app.ts";
import { appWith, until } from "../app-support.ts";
import { inside, press, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const EVENTS = [
  { id: "run", kind: "agent_start", name: "run" },
  { id: "q", kind: "llm_request", parent: "run", model: "gpt-4o", payload: { messages: [{}, {}] } },
  { id: "r", kind: "llm_response", parent: "run", model: "gpt-4o", reply_to: "q", duration_ms: 100, tokens_in: 1000, tokens_out: 100, payload: { stop_reason: "<b>stop</b>" } },
  { id: "c", kind: "tool_call", parent: "run", tool: "<img src=x onerror=alert(1)>", payload: { arguments: { city: "Rome" } } },
  { id: "t", kind: "tool_result", parent: "run", tool: "<img src=x onerror=alert(1)>", reply_to: "c", outcome: "error", error_class: "E", duration_ms: 50, payload: { error: "all seats are taken" } },
].map((event, seq) => ({ seq, session: "s", agent: "a", time_unix_us: START_US + seq * 100_000, ...event }));

const tab = (panel: CallsPanel, title: string): void => [...(panel.shadowRoot?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])].find((button) => button.textContent?.includes(title))?.click();

describe("the calls lens", () => {
  let panel: CallsPanel;
  let app: App;

  beforeEach(async () => {
    const host = document.createElement("div");
    panel = new CallsPanel();
    app = await appWith(host, EVENTS);
    host.append(panel);
    await show(host, { width: 760, height: 500 });
    panel.style.setProperty("height", "500px");
    await until(() => visibleText(panel).includes("Wasted"));
  });

  it("says where the money went and what was wasted, and leads there", async () => {
    expect(visibleText(panel)).toContain("1 failed tool calls");
    inside(panel, "section:last-child .link").click();
    expect(app.store.row.get()).toBe(4);
  });

  it("lists calls of models with what each took and how it ended, as text", async () => {
    tab(panel, "Model calls");
    await until(() => visibleText(panel).includes("<b>stop</b>"));
    expect(visibleText(panel)).toContain("2 messages");
    expect(visibleText(panel)).toContain("≈");
  });

  it("shows tools with failures, whatever they are called", async () => {
    tab(panel, "Tools");
    await until(() => visibleText(panel).includes("all seats are taken"));
    expect(panel.shadowRoot?.querySelector("img")).toBeNull();
  });

  it("draws a flame graph that is walked by key", async () => {
    tab(panel, "Flame");
    await until(() => panel.shadowRoot?.querySelector("flame-graph") !== null);
    const graph = inside(panel, "flame-graph");
    await until(() => graph.shadowRoot?.querySelector("canvas") !== null);
    app.store.row.set(0);
    await press(inside(graph, ".scroller"), "{ArrowDown}");
    expect(app.store.row.get()).toBe(1);
  });
});
