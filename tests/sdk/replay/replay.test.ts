import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { replay, readTrace, ReplayDivergenceError, type ReplayOptions, type ReplayReport } from "../../../sdk/replay/index.ts";
import type { InitOptions } from "../../../sdk/index.ts";
import { inMemory, lasting, readEvents, traceFiles, type ReadEvent } from "../support.ts";
import { weatherAgent, type State, type Variant } from "./agent.ts";

const REPETITIONS = Number(process.env["PEEK_REPLAYS"] ?? 100);
const ROOT = join(import.meta.dirname, "../../..");

let trace = "";
let recorded: readonly ReadEvent[] = [];
let realCalls = 0;
beforeAll(() => {
  const folder = lasting();
  const calls = join(folder, "calls");
  const { signal } = spawnSync(process.execPath, ["--import", "tsx", join(import.meta.dirname, "killed.ts"), folder, calls, "3"], { cwd: ROOT, stdio: "inherit" });
  expect(signal).toBe("SIGKILL");
  trace = traceFiles(folder)[0] ?? "";
  recorded = readEvents(trace);
  realCalls = readFileSync(calls, "utf8").trim().split("\n").length;
});

interface Replayed {
  readonly value: string;
  readonly report: ReplayReport;
  readonly events: readonly ReadEvent[];
  readonly text: string;
  readonly calls: readonly string[];
}

/** Replays the killed run in this process and gives what was recorded anew and the calls made for real. */
async function replayed(options: ReplayOptions, variant: Variant = {}, recording: InitOptions = {}): Promise<Replayed> {
  const { recorder, events, text } = inMemory(recording);
  const calls: string[] = [];
  const agent = weatherAgent({ ...variant, recorder, onCall: (name) => calls.push(name) });
  const { value, report } = await replay(trace, options, ({ checkpoint, restore }) => agent(checkpoint === undefined ? undefined : restore<State>().state));
  return { value, report, events: events(), text: text(), calls };
}

/** Events with ids by order of appearance, without what must differ: times, and where an answer was served from. */
function comparable(events: readonly ReadEvent[]): readonly unknown[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    if (!names.has(id)) names.set(id, `#${names.size}`);
    return names.get(id) ?? "";
  };
  return events.map(({ time_unix_us: _unix, time_mono_us: _mono, seq: _seq, duration_ms: _ms, session: _session, trace: _trace, payload, ...event }: Readonly<Record<string, unknown>>) => {
    const { replayed_from: _from, time_to_first_token_ms: _first, checkpoint: _id, resumed_from: _resumed, totals: _totals, ...said } = payload as Readonly<Record<string, unknown>>;
    const links = Object.fromEntries(["id", "parent", "reply_to"].filter((key) => typeof event[key] === "string").map((key) => [key, nameOf(event[key] as string)]));
    return { ...event, ...links, upstream: undefined, payload: said };
  });
}

/** Events up to the last checkpoint. */
function beforeLastCheckpoint(events: readonly ReadEvent[]): readonly ReadEvent[] {
  const last = events.findLastIndex(({ kind, payload }) => kind === "checkpoint" && (payload["state"] as { round: number }).round === 3);
  return events.slice(0, last + 1);
}

test("killed, replayed up to its last checkpoint, then live: no live call before the cut, and the same events again", async () => {
  expect(recorded.at(-1)?.kind).toBe("tool_call");
  expect(realCalls).toBeGreaterThan(21);
  const { report, events, calls } = await replayed({ until: "last-checkpoint", allowSideEffects: ["station"] });
  expect(report).toMatchObject({ served: { models: 3, tools: 9 }, liveBeforeCut: 0, live: { models: 1, tools: 6 }, divergences: [] });
  expect(calls.toSorted()).toEqual(["model", ...Array(3).fill("station"), ...Array(3).fill("weather")]);
  const inside = new Set(recorded.filter(({ tool }) => tool === "station").map(({ id }) => id));
  expect(comparable(beforeLastCheckpoint(events))).toEqual(comparable(beforeLastCheckpoint(recorded.filter(({ id }) => !inside.has(id)))));
  const [start] = recorded;
  expect(events[0]).toMatchObject({ kind: "agent_start", trace: start?.trace, upstream: [start?.id], payload: { resumed_from: { session: start?.session } } });
  expect(events.at(-1)).toMatchObject({ kind: "agent_end", outcome: "ok" });
  process.stdout.write(`replay: ${report.served.models + report.served.tools} calls served, ${report.liveBeforeCut} live before the cut, ${calls.length} live after it\n`);
});

test("begun from the checkpoint's state: only what was recorded after it is served, then live", async () => {
  const { report, events, calls } = await replayed({ from: "last", allowSideEffects: true });
  expect(report).toMatchObject({ served: { models: 1, tools: 0 }, live: { models: 0, tools: 6 }, liveBeforeCut: 0, divergences: [] });
  expect(calls).not.toContain("model");
  const checkpoint = recorded.findLast(({ kind }) => kind === "checkpoint");
  expect(events[0]).toMatchObject({ upstream: [checkpoint?.id], payload: { resumed_from: { session: recorded[0]?.session, checkpoint: checkpoint?.payload["checkpoint"] } } });
});

test(`${REPETITIONS} of ${REPETITIONS} repetitions are equal, byte for byte where ids and times are served`, { timeout: 300_000 }, async () => {
  const before = readTrace(trace).checkpoints.length;
  expect(before).toBe(3);
  const texts = new Set<string>();
  const shapes = new Set<string>();
  const values = new Set<string>();
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    let next = 0;
    const id = (digits: number) => (): string => (++next).toString(16).padStart(digits, "0");
    const isServed = repetition % 2 === 0;
    const { text, value, events, calls } = await replayed({ mode: "replay", until: "last-checkpoint" }, { rounds: 3 }, isServed ? { ids: { event: id(16), run: id(32) }, clock: { monoUs: () => 0, unixUs: () => 1 } } : {});
    expect(calls).toEqual([]);
    if (isServed) texts.add(text);
    shapes.add(JSON.stringify(comparable(events)));
    values.add(value);
  }
  expect([texts.size, shapes.size, values.size]).toEqual([1, 1, 1]);
  process.stdout.write(`replay: ${REPETITIONS} of ${REPETITIONS} repetitions equal, ${[...texts][0]?.length} bytes each\n`);
});

test("a changed prompt is told at the first request that has it, with the field and both texts", async () => {
  const error: unknown = await replayed({ patienceMs: 50 }, { question: "Where is it coldest?" }).catch((thrown: unknown) => thrown);
  const request = recorded.find(({ kind }) => kind === "llm_request");
  expect(error).toBeInstanceOf(ReplayDivergenceError);
  expect(error).toMatchObject({ kind: "changed", event: request?.id, seq: request?.seq, field: "messages[0].content", expected: "Where is it warmest?", actual: "Where is it coldest?" });
  expect((error as Error).message).toContain("Where is it coldest?");
  process.stdout.write(`${String(error)}\n`);
});
