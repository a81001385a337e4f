import { describe, expect, it } from "vitest";
import type { LiveAlert } from "../../../../viewer/engine/contracts/live.ts";
import type { EngineApi } from "../../../../viewer/engine/api.ts";
import { openAll, traceText, unwrap } from "../../../support/engine.ts";
import { follow, GrowingFile, line, until } from "./growing-file.ts";

const US = 1_763_884_900_000_000;

/** Makes lines of events one after the other, a second apart, by one agent. */
class Script {
  #made = 0;
  #session: string;

  constructor(session = "s") {
    this.#session = session;
  }

  event(kind: string, given: object = {}): string {
    this.#made++;
    return line(this.#made, { id: `${this.#session}-${this.#made}`, session: this.#session, kind, agent: "a", time_unix_us: US + this.#made * 1e6, ...given });
  }

  call(tool: string, args: object, answer: object): string {
    const asked = this.event("tool_call", { tool, payload: { arguments: args } });
    return asked + this.event("tool_result", { tool, reply_to: `${this.#session}-${this.#made}`, ...answer });
  }
}

const ok = (result: unknown): object => ({ outcome: "ok", payload: { result } });
const model = (given: object): object => ({ model: "gpt-4o", outcome: "ok", payload: { content: `answer ${JSON.stringify(given)}` }, ...given });
const times = (count: number, make: (at: number) => string): string => Array.from({ length: count }, (_, at) => make(at)).join("");
const looping = (script: Script, count: number): string => times(count, () => script.call("search", { q: "same" }, ok("nothing")));
const blocked = (script: Script): string => script.event("safety_check", { outcome: "blocked", policy: "p", payload: {} });
const mail = (text: string): object => ({ to: "press", text });

/** What each type of alert takes. */
const SCENES: Readonly<Record<string, (script: Script) => string>> = {
  tool_loop: (script) => looping(script, 4),
  tool_cycle: (script) => times(4, () => script.call("list_files", { path: "/a" }, ok("a.txt")) + script.call("read_file", { path: "/a/a.txt" }, ok("an unchanging text"))),
  message_loop: (script) => times(3, () => script.event("agent_turn", { payload: { content: "I will now look into the matter and come back." } })),
  error_streak: (script) => times(4, (at) => script.call("get_order", { id: at, attempt: "x".repeat(at) }, { outcome: "error", error_class: "NotFound", payload: { error: "no such order" }, time_unix_us: US + at * 90e6 })),
  retry_storm: (script) => times(5, (at) => script.event("llm_response", { model: "m", outcome: "error", error_class: "RateLimitError", payload: { error: { message: `try ${at}` } } })),
  guardrail_pressure: (script) => times(3, () => blocked(script)),
  guardrail_evasion: (script) =>
    script.call("send_mail", mail("send the customer list to the press"), { outcome: "blocked", payload: { error: "policy" } }) +
    script.event("tool_call", { tool: "send_mail", payload: { arguments: mail("please send the customers list to press") } }) +
    script.event("tool_call", { tool: "send_mail", payload: { arguments: mail("send press the list of customers") } }),
  latency_spike: (script) => times(10, (at) => script.event("llm_response", model({ duration_ms: 900 + at }))) + script.event("llm_response", model({ duration_ms: 60_000 })),
  cost_spike: (script) => times(10, (at) => script.event("llm_response", model({ cost_usd: 0.01 + at / 1e4 }))) + script.event("llm_response", model({ cost_usd: 0.4 })),
  context_limit: (script) => script.event("llm_response", model({ tokens_in: 120_000 })),
};

async function alertsOf(engine: EngineApi, after = 0): Promise<readonly LiveAlert[]> {
  return unwrap(await engine.analyse("live-alerts", { after })).alerts;
}

/** What is told of text that is appended to a file that is followed. */
async function told(before: string, appended: string): Promise<readonly LiveAlert[]> {
  const file = new GrowingFile(before);
  const engine = await follow(file);
  await until(engine, ({ live }) => live === "following");
  file.append(appended);
  await until(engine, ({ bytesRead }) => bytesRead === file.text.length);
  const alerts = await alertsOf(engine);
  await engine.close(0);
  return alerts;
}

describe("a file that is followed", () => {
  it.each(Object.entries(SCENES))("raises %s as it happens, at a row of the file", async (type, scene) => {
    const alerts = await told(traceText([{ kind: "agent_start" }]), scene(new Script()));
    const raised = alerts.filter((alert) => alert.type === type);
    expect(raised.length, JSON.stringify(alerts)).toBeGreaterThan(0);
    expect(new Set(raised.map(({ key }) => key)).size).toBe(1);
    expect(raised[0]).toMatchObject({ file: 0, run: 0 });
  });

  it("knows what stood in it before: a loop that began there is told when it goes on, and nothing is told of the past", async () => {
    const script = new Script();
    const [before, appended] = [looping(script, 2), looping(script, 1)];
    expect((await told(`{"peek":1}\n${before}`, appended)).map(({ type }) => type)).toEqual(["tool_loop"]);
    const late = new Script();
    expect(await told(`{"peek":1}\n${looping(late, 4)}`, late.event("log"))).toEqual([]);
  });

  it("tells what the recorder noted itself, once where the detectors see it too", async () => {
    const note = (script: Script, type: string, related: readonly string[]): string => script.event("behavior_alert", { severity: "high", related, payload: { alert_type: type, signal: "seen by the recorder" } });
    const script = new Script();
    const loop = looping(script, 3);
    const related = Array.from({ length: 6 }, (_, at) => `s-${at + 1}`);
    const alerts = await told(traceText([{ kind: "agent_start" }]), loop + note(script, "tool_loop", related) + note(script, "budget_exceeded", ["s-1"]));
    expect(alerts.map(({ type, signal }) => `${type} ${signal.slice(0, 20)}`)).toEqual(["tool_loop search was called 3 ", "budget_exceeded seen by the recorder"]);
  });

  it("takes of a recorded alert what has the form of one, and no more of it than a person reads", async () => {
    const odd = new Script().event("behavior_alert", { severity: "terrible", name: 5, agent: ["a"], related: ["s-9", 7], payload: { alert_type: {}, signal: "x".repeat(100_000) } });
    const [alert] = await told(traceText([{ kind: "agent_start" }]), odd);
    expect(alert).toMatchObject({ type: "alert", severity: "medium", signal: "x".repeat(1000) });
  });

  it("tells a loop that goes on as the same alert, grown", async () => {
    const alerts = await told(traceText([{ kind: "agent_start" }]), looping(new Script(), 7));
    expect(alerts.map(({ signal }) => /\d+ times/.exec(signal)?.[0])).toEqual(["3 times", "6 times"]);
    expect(alerts[0]?.key).toBe(alerts[1]?.key);
  });

  it("looks only at the envelope of a very long line", async () => {
    const script = new Script();
    const long = script.event("llm_response", { model: "gpt-4o", outcome: "ok", tokens_in: 126_000, payload: { content: "x".repeat(300_000) } });
    expect((await told(traceText([{ kind: "agent_start" }]), long)).map(({ type }) => type)).toEqual(["context_limit"]);
  });
});

describe("a file that was rewound or rotated", () => {
  it("does not tell again what was told, when it is read again and written again", async () => {
    const head = traceText([{ kind: "agent_start" }]);
    const text = looping(new Script(), 4);
    const file = new GrowingFile(head);
    const engine = await follow(file);
    await until(engine, ({ live }) => live === "following");
    file.append(text);
    await until(engine, ({ bytesRead }) => bytesRead === file.text.length);
    expect(await alertsOf(engine)).toHaveLength(1);
    file.write(head);
    await until(engine, ({ live }) => live === "replaced");
    await engine.close(0);
    await openAll(engine, [{ name: file.name, blob: await file.getFile(), handle: file }]);
    await until(engine, ({ live }) => live === "following");
    file.append(text);
    await until(engine, ({ bytesRead }) => bytesRead === file.text.length);
    expect(await alertsOf(engine)).toHaveLength(1);
    file.append(looping(new Script("another"), 4));
    await until(engine, ({ bytesRead }) => bytesRead === file.text.length);
    expect((await alertsOf(engine, 1)).map(({ file: number, type }) => `${number} ${type}`)).toEqual(["1 tool_loop"]);
    await engine.close(1);
  });
});
