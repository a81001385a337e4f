import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { traceAgent, traceLlm, TraceContext, traceTool } from "../../../sdk/index.ts";
import { parseTrace, replay, ReplayDivergenceError, ReplayEndError, ReplaySideEffectError, type ReplayOptions, type ReplayResult } from "../../../sdk/replay/index.ts";
import { inMemory, type ReadEvent } from "../support.ts";

type Body = () => unknown;

/** Records one body as a run. */
async function recordedRun(body: Body): Promise<string> {
  const { recorder, text } = inMemory();
  await TraceContext.run({ agentName: "agent", recorder }, async () => await body());
  return text();
}

/** Replays another over it, and gives what was recorded anew. */
async function replayed<T>(text: string, options: ReplayOptions, body: () => T): Promise<ReplayResult<Awaited<T>> & { readonly events: readonly ReadEvent[] }> {
  const { recorder, events } = inMemory();
  const result = await replay(parseTrace(text), { patienceMs: 60, ...options }, () => TraceContext.run({ agentName: "agent", recorder }, async () => await body()));
  return { ...result, events: events() };
}

const refuse = (): never => {
  throw new Error("called for real");
};

class QuotaError extends Error {
  static {
    QuotaError.prototype.name = "QuotaError";
  }
  readonly status = 429;
}

describe("what is served", () => {
  test("values of every kind come back as what they were", async () => {
    const cycle: Record<string, unknown> = { name: "cycle" };
    cycle["self"] = cycle;
    const values: readonly unknown[] = [undefined, null, 0, -0, Number.NaN, 12n, "text", { a: [1, { b: undefined }] }, new Map([[{ k: 1 }, new Set([1])]]), Buffer.from("bytes"), /a\/b/gi, cycle];
    const tool = (body: (index: number) => unknown): ((index: number) => unknown) => traceTool(body, { name: "value" });
    const text = await recordedRun(() => values.map((_, index) => tool((at) => values[at])(index)));
    const { value } = await replayed(text, { mode: "replay" }, () => values.map((_, index) => tool(refuse)(index)));
    expect(value).toEqual(values.map((item) => (Object.is(item, -0) ? 0 : item)));
  });

  test("errors are thrown again with class, message, stack, cause and members; other things thrown as they were", async () => {
    const thrown: readonly unknown[] = [new TypeError("typed"), new QuotaError("too much", { cause: new RangeError("root") }), new DOMException("stopped", "AbortError"), "a text", 42, null, undefined, { code: 7 }];
    const run = (body: (index: number) => unknown): (() => Promise<readonly unknown[]>) => {
      const sync = traceTool(body, { name: "sync" });
      const later = traceTool(async (index: number) => body(index), { name: "later" });
      return async () => {
        const caught: unknown[] = [];
        for (let index = 0; index < thrown.length; index++) {
          try {
            sync(index);
          } catch (error) {
            caught.push(error);
          }
          await later(index).catch((error: unknown) => caught.push(error));
        }
        return caught;
      };
    };
    const text = await recordedRun(run((index) => { throw thrown[index]; })); // prettier-ignore
    const { value } = await replayed(text, { mode: "replay", errors: [QuotaError] }, run(refuse));
    expect(value).toHaveLength(16);
    value.forEach((error, index) => expect(error).toEqual(thrown[index >> 1]));
    expect(value[0]).toBeInstanceOf(TypeError);
    expect(value[2]).toBeInstanceOf(QuotaError);
    expect(value[2]).toMatchObject({ status: 429, cause: { name: "RangeError", message: "root" } });
    expect((value[2] as Error).stack).toContain("behaviour.test.ts");
    expect(value[4]).toMatchObject({ name: "AbortError", message: "stopped" });
  });

  test("streams of every kind, in the recorded pieces, to their recorded end", async () => {
    const pieces = ["one ", "two ", { three: 3 }];
    const run = (make: () => readonly unknown[]) => async (): Promise<unknown> => {
      const generator = traceLlm(async function* generator() { yield* make(); return "whole"; }); // prettier-ignore
      const sync = traceTool(function* sync() { yield* make(); }); // prettier-ignore
      const web = traceTool(async () => new ReadableStream({ start(controller) { for (const piece of make()) controller.enqueue(piece); controller.close(); } }), { name: "web" }); // prettier-ignore
      const node = traceTool(() => Readable.from(make()), { name: "node" });
      const broken = traceLlm(async function* broken() { yield make()[0]; throw new RangeError("cut"); }); // prettier-ignore
      const seen: unknown[] = [];
      const read = async (source: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> => { for await (const piece of source) seen.push(piece); }; // prettier-ignore
      const iterator = generator();
      for (let step = await iterator.next(); ; step = await iterator.next()) {
        seen.push(step.value);
        if (step.done === true) break;
      }
      await read(sync());
      await read(await web());
      await read(node());
      await read(broken()).catch((error: unknown) => seen.push(String(error)));
      for await (const piece of generator()) if (piece === "two ") break;
      return seen;
    };
    let expected: unknown;
    const text = await recordedRun(async () => (expected = await run(() => pieces)()));
    const { value, report } = await replayed(text, { mode: "replay" }, run(refuse));
    expect(value).toEqual(expected);
    expect(value).toContain("RangeError: cut");
    expect(report).toMatchObject({ served: { models: 3, tools: 3 }, divergences: [] });
  });

  test("a nested run, agents of one name in parallel, and a tool that calls an agent", async () => {
    const run = (body: (text: string) => Promise<string>) => {
      const ask = traceLlm(body, { model: "m" });
      const worker = traceAgent(async (task: string) => [await ask(`plan ${task}`), await ask("next")].join(), { name: "worker" });
      const delegate = traceTool(async (task: string) => worker(task), { name: "delegate" });
      return async () => (await Promise.all([worker("a"), worker("b"), delegate("c"), worker("d")])).join(";");
    };
    let calls = 0;
    let expected = "";
    const text = await recordedRun(async () => {
      expected = await run(async (asked) => { await sleep(Math.random() * 9); return `${asked}#${calls++}`; })(); // prettier-ignore
    });
    for (let repetition = 0; repetition < 20; repetition++) {
      const { value, report } = await replayed(text, { mode: "replay" }, run(refuse));
      expect(value).toBe(expected);
      expect(report).toMatchObject({ served: { models: 6, tools: 1 }, divergences: [] });
    }
  });

  test("calls recorded by hand keep their place in the order", async () => {
    const run = (lookUp: (key: string) => Promise<string>) => async (): Promise<readonly string[]> => {
      const ctx = TraceContext.current();
      const order: string[] = [];
      const byHand = async (): Promise<void> => {
        const call = ctx?.recordToolCall("by hand", { n: 1 });
        await sleep(3);
        if (call !== undefined) ctx?.recordToolResult(call, { result: "mine" });
        order.push("by hand");
      };
      const wrapped = traceTool(lookUp, { name: "wrapped" });
      await Promise.all([byHand(), wrapped("k").then(() => order.push("wrapped"))]);
      return order;
    };
    const text = await recordedRun(run(async () => { await sleep(30); return "v"; })); // prettier-ignore
    const { value, report } = await replayed(text, { mode: "replay", patienceMs: 500 }, run(refuse));
    expect(value).toEqual(["by hand", "wrapped"]);
    expect(report).toMatchObject({ byHand: 1, served: { tools: 1 } });
  });
});

/** Two reads and a write, with one question in between. */
function threeSteps({ question = "q", write = true, body = async (asked: string) => asked as unknown }: { question?: string; write?: boolean; body?: (asked: string) => Promise<unknown> } = {}): () => Promise<unknown> {
  const read = traceTool(body, { name: "read", sideEffects: false });
  const ask = traceLlm(body, { model: "m" });
  const save = traceTool(body, { name: "save" });
  return async () => [await read("one"), await ask(question), write ? await save("all") : "none", await read("two")];
}

describe("leaving the recording", () => {
  test("a missing call is named, at the end or while others wait for it", async () => {
    const text = await recordedRun(threeSteps());
    const error: unknown = await replayed(text, {}, threeSteps({ write: false })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReplayDivergenceError);
    expect(error).toMatchObject({ kind: "missing", call: "tool save", seq: 5 });
    const ended: unknown = await replayed(text, {}, async () => "nothing").catch((thrown: unknown) => thrown);
    expect(ended).toMatchObject({ kind: "missing", call: "tool read", seq: 1 });
  });

  test("a call the recording does not have is named with what is there instead", async () => {
    const text = await recordedRun(threeSteps());
    const error: unknown = await replayed(text, {}, traceTool(async (_given: string) => 1, { name: "other" }).bind(undefined, "x")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ReplayDivergenceError", kind: "unexpected", call: "tool other", field: "name", expected: "tool read", actual: "tool other", seq: 1 });
  });

  test("a program that swallows the error hears it at the end all the same, and the trace has the drift", async () => {
    const text = await recordedRun(threeSteps());
    const { recorder, events } = inMemory();
    const swallowing = async (): Promise<string> => await threeSteps({ question: "Q" })().then(() => "?", () => "fine"); // prettier-ignore
    const rejected = replay(parseTrace(text), { patienceMs: 60 }, () => TraceContext.run({ agentName: "agent", recorder }, swallowing));
    await expect(rejected).rejects.toThrow(/model m was called with something else than recorded/);
    expect(events().find(({ kind }) => kind === "drift")).toMatchObject({ name: "replay_changed", payload: { original: "q", restored: "Q", field: "messages[0].content" } });
  });

  test("warn: the recorded answers are served all the same, and the differences are told", async () => {
    const text = await recordedRun(threeSteps());
    const { value, report, events } = await replayed(text, { onDivergence: "warn", mode: "replay" }, threeSteps({ question: "Q", body: refuse }));
    expect(value).toEqual(["one", "q", "all", "two"]);
    expect(report.divergences).toMatchObject([{ kind: "changed", field: "messages[0].content", expected: "q", actual: "Q" }]);
    expect(events.filter(({ kind }) => kind === "drift")).toHaveLength(1);
  });

  test("live: from the difference on everything is made for real, tools that change something only with leave", async () => {
    const text = await recordedRun(threeSteps());
    const real = threeSteps({ question: "Q", body: async (asked) => `real ${asked}` });
    await expect(replayed(text, { onDivergence: "live" }, real)).rejects.toBeInstanceOf(ReplaySideEffectError);
    const { value, report } = await replayed(text, { onDivergence: "live", allowSideEffects: ["save"] }, real);
    expect(value).toEqual(["one", "real Q", "real all", "real two"]);
    expect(report).toMatchObject({ served: { tools: 1 }, live: { models: 1, tools: 2 } });
  });

  test("match: by name, by content wherever it is, by your own eye; and members to ignore", async () => {
    const text = await recordedRun(threeSteps());
    const served = async (options: ReplayOptions, body: Body): Promise<unknown> => (await replayed(text, { mode: "replay", ...options }, body)).value;
    expect(await served({ match: "name" }, threeSteps({ question: "Q", body: refuse }))).toEqual(["one", "q", "all", "two"]);
    expect(await served({ match: (recorded, now) => recorded.kind === now.kind }, threeSteps({ question: "Q", body: refuse }))).toEqual(["one", "q", "all", "two"]);
    expect(await served({ match: "content" }, async () => await traceAgent(threeSteps({ body: refuse }), { name: "moved" })())).toEqual(["one", "q", "all", "two"]);
    expect(await served({ ignore: ["content"] }, threeSteps({ question: "Q", body: refuse }))).toEqual(["one", "q", "all", "two"]);
  });

  test("an answer that was cut when it was recorded is not served as if it were whole", async () => {
    const { recorder, text } = inMemory({ maxEntries: 5 });
    const list = (body: () => unknown): Body => traceTool(body, { name: "list" });
    await TraceContext.run({ agentName: "agent", recorder }, () => list(() => [1, 2, 3, 4, 5, 6, 7])());
    const error: unknown = await replayed(text(), {}, list(refuse)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "incomplete", call: "tool list", field: "$.result[5]" });
  });

  test("mode replay never calls for real; past the end it says so", async () => {
    const text = await recordedRun(threeSteps());
    const more = async (): Promise<unknown> => [await threeSteps({ body: refuse })(), traceTool(refuse, { name: "more" })()];
    await expect(replayed(text, { mode: "replay" }, more)).rejects.toBeInstanceOf(ReplayEndError);
  });

  test("another decision is told as drift, not thrown", async () => {
    const decide = (action: string): Body => () => TraceContext.current()?.recordDecision({ chosenAction: action });
    const text = await recordedRun(decide("pay"));
    const { report, events } = await replayed(text, {}, decide("wait"));
    expect(report.divergences).toMatchObject([{ kind: "decision", expected: "pay", actual: "wait" }]);
    expect(events.find(({ kind }) => kind === "drift")).toMatchObject({ payload: { original: "pay", restored: "wait" } });
  });

  test("a branch that is past the end waits until the others have used the recording up", async () => {
    const run = (body: (name: string) => Promise<string>, more: boolean) => async (): Promise<unknown> => {
      const step = traceTool(body, { name: "step", sideEffects: false });
      const branch = async (name: string, count: number): Promise<string> => {
        let said = "";
        for (let at = 0; at < count; at++) said += await step(`${name}${at}`);
        return said;
      };
      return await Promise.all([branch("fast", more ? 4 : 2), branch("slow", 5)]);
    };
    const text = await recordedRun(run(async (name) => { await sleep(name.startsWith("slow") ? 6 : 1); return name; }, false)); // prettier-ignore
    const real: string[] = [];
    const { value, report } = await replayed(text, {}, run(async (name) => { real.push(name); return name.toUpperCase(); }, true)); // prettier-ignore
    expect(value).toEqual(["fast0fast1FAST2FAST3", "slow0slow1slow2slow3slow4"]);
    expect(real).toEqual(["fast2", "fast3"]);
    expect(report).toMatchObject({ served: { tools: 7 }, live: { tools: 2 }, liveBeforeCut: 0, divergences: [] });
  });
});
