import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { traceAgent, traceLlm, traceTool } from "../../../sdk/index.ts";
import { inMemory, type ReadEvent } from "../support.ts";
import { recorded } from "./support.ts";

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

describe("a tool", () => {
  test("sync and async: arguments, result, duration; the value comes back unchanged", async () => {
    const value = { rows: [1, 2] };
    const events = await recorded(async () => {
      const query = traceTool((_given: string, __: number) => value, { name: "query" });
      expect(query("select 1", 5)).toBe(value);
      const later = traceTool(async function fetchIt(_given: { readonly id: number }) {
        await sleep(5);
        return value;
      });
      expect(await later({ id: 7 })).toBe(value);
    });
    expect(events).toMatchObject([
      { kind: "tool_call", tool: "query", payload: { arguments: ["select 1", 5] } },
      { kind: "tool_result", tool: "query", reply_to: events[0]?.id, outcome: "ok", payload: { result: value } },
      { kind: "tool_call", tool: "fetchIt", payload: { arguments: { id: 7 } } },
      { kind: "tool_result", payload: { result: value, returned: "promise" } },
    ]);
    expect(events[3]?.duration_ms).toBeGreaterThan(4);
  });

  test("what it throws is recorded and thrown on, the very same, Error or not", async () => {
    const thrown = [new RangeError("out"), "a text", 42, null, undefined, { code: 7 }];
    const events = await recorded(async () => {
      for (const error of thrown) {
        const sync = traceTool(() => { throw error; }, { name: "sync" }); // prettier-ignore
        const later = traceTool(async () => { throw error; }, { name: "later" }); // prettier-ignore
        let caught: unknown = "nothing";
        try {
          sync();
        } catch (it) {
          caught = it;
        }
        expect(caught).toBe(error);
        expect(await later().then(() => "nothing", (it: unknown) => it)).toBe(error); // prettier-ignore
      }
    });
    const results = events.filter(({ kind }) => kind === "tool_result");
    expect(results).toHaveLength(12);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["error"]));
    expect(results.filter((_, index) => index % 2 === 0).map(({ error_class }) => error_class)).toEqual(["RangeError", "string", "number", "null", "undefined", "Object"]);
  });

  test("generators: pieces, the value returned, what is thrown in, and giving up", async () => {
    const events = await recorded(async () => {
      const pages = traceTool(function* pages(count: number): Generator<string, string, unknown> {
        for (let page = 0; page < count; page++) yield `page ${page}`;
        return "all";
      });
      const iterator = pages(2);
      expect([iterator.next(), iterator.next(), iterator.next()]).toEqual([{ done: false, value: "page 0" }, { done: false, value: "page 1" }, { done: true, value: "all" }]);
      for (const page of pages(9)) if (page === "page 1") break;
      const later = traceTool(async function* later() {
        yield 1;
        throw new TypeError("broke");
      });
      const seen: number[] = [];
      await expect((async () => { for await (const piece of later()) seen.push(piece); })()).rejects.toThrow("broke"); // prettier-ignore
      expect(seen).toEqual([1]);
    });
    expect(events.filter(({ kind }) => kind === "tool_result")).toMatchObject([
      { outcome: "ok", payload: { result: "all", chunks: ["page 0", "page 1"], returned: "iterator" } },
      { outcome: "cancelled", payload: { chunks: ["page 0", "page 1"] } },
      { outcome: "error", error_class: "TypeError", payload: { chunks: [1], returned: "async_iterator" } },
    ]);
  });

  test("streams of the web and of Node, read to the end, cancelled, broken", async () => {
    const web = (): ReadableStream<string> => new ReadableStream({ start(controller) { controller.enqueue("a"); controller.enqueue("b"); controller.close(); } }); // prettier-ignore
    const events = await recorded(async () => {
      const download = traceTool(async () => web(), { name: "download" });
      const all: string[] = [];
      for await (const piece of await download()) all.push(piece);
      expect(all).toEqual(["a", "b"]);
      await (await download()).cancel("enough");
      const node = traceTool(() => Readable.from(["x", "y"]), { name: "node" });
      expect(await node().toArray()).toEqual(["x", "y"]);
      const flowing: unknown[] = [];
      await new Promise((resolve) => node().on("data", (piece) => flowing.push(piece)).on("end", resolve));
      expect(flowing).toEqual(["x", "y"]);
      const broken = traceTool(() => new Readable({ read() { this.destroy(new Error("reset")); } }), { name: "broken" }); // prettier-ignore
      await expect(broken().toArray()).rejects.toThrow("reset");
    });
    expect(events.filter(({ kind }) => kind === "tool_result")).toMatchObject([
      { outcome: "ok", payload: { chunks: ["a", "b"], returned: "promise_of_stream" } },
      { outcome: "cancelled" },
      { outcome: "ok", payload: { chunks: ["x", "y"], returned: "node_stream" } },
      { outcome: "ok", payload: { chunks: ["x", "y"] } },
      { outcome: "error", error_class: "Error" },
    ]);
  });

  test("a promise with more to it keeps its methods and is not started by us", async () => {
    let starts = 0;
    class Query implements PromiseLike<string> {
      readonly #text = "rows";
      limit(count: number): string {
        return `${this.#text} limit ${count}`;
      }
      // oxlint-disable-next-line unicorn/no-thenable -- lazy query builders are like this
      then<A, B>(resolve?: ((value: string) => A | PromiseLike<A>) | null, reject?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
        starts++;
        return Promise.resolve(this.#text).then(resolve, reject);
      }
    }
    const events = await recorded(async () => {
      const query = traceTool(() => new Query(), { name: "query" });
      const built = query();
      expect(built.limit(3)).toBe("rows limit 3");
      expect(built).toBeInstanceOf(Query);
      expect(starts).toBe(0);
      expect(await built).toBe("rows");
      expect(starts).toBe(1);
    });
    expect(events[1]).toMatchObject({ kind: "tool_result", payload: { result: "rows", returned: "promise" } });
  });

  test("a wrapped function is the same function to look at, with the same `this`", async () => {
    const original = Object.assign(function named(this: { base: number }, a: number, b: number) { return this.base + a + b; }, { description: "adds" }); // prettier-ignore
    await recorded(() => {
      const wrapped = traceTool(original);
      expect([wrapped.name, wrapped.length, wrapped.description]).toEqual(["named", 2, "adds"]);
      expect(wrapped.call({ base: 10 }, 1, 2)).toBe(13);
      wrapped.description = "changed";
      expect(original.description).toBe("changed");
    });
  });

  test("a call never finished is closed, as cancelled, with its scope", async () => {
    const events = await recorded(() => {
      void traceTool(() => new Promise(() => undefined), { name: "hangs" })();
      const started = traceTool(function* () { yield "only"; }, { name: "left" })(); // prettier-ignore
      started.next();
    });
    expect(events.filter(({ kind }) => kind === "tool_result")).toMatchObject([{ outcome: "cancelled" }, { outcome: "cancelled", payload: { chunks: ["only"] } }]);
  });
});

describe("parents", () => {
  test("nested and parallel calls stand under the call that made them", async () => {
    const events = await recorded(async () => {
      const leaf = traceTool(async (_given: string) => sleep(1 + Math.random() * 4), { name: "leaf" });
      const branch = traceTool(async (name: string) => { await sleep(Math.random() * 3); await Promise.all([leaf(`${name}1`), leaf(`${name}2`)]); }, { name: "branch" }); // prettier-ignore
      await Promise.all(["a", "b", "c"].map((name) => branch(name)));
    });
    const branches = new Map(events.filter(({ tool, kind }) => tool === "branch" && kind === "tool_call").map(({ id, payload }) => [id, payload["arguments"]]));
    const leaves = events.filter(({ tool, kind }) => tool === "leaf" && kind === "tool_call");
    expect(leaves).toHaveLength(6);
    for (const { parent, payload } of leaves) expect(textOf(payload["arguments"]).slice(0, 1)).toBe(branches.get(parent ?? ""));
  });

  test("agents in agents are one run; a generator's work belongs to it though others run in between", async () => {
    const { recorder, events } = inMemory();
    const tool = traceTool((_given: string) => 1, { name: "tool" });
    const worker = traceAgent(async function* worker(name: string) { for (let step = 0; step < 2; step++) { tool(name); yield step; } }); // prettier-ignore
    const boss = traceAgent(
      async () => {
        const [a, b] = [worker("a"), worker("b")];
        for (const next of [a, b, a, b, a, b]) await next.next();
        return "done";
      },
      { name: "boss", framework: "custom", recorder },
    );
    expect(await boss()).toBe("done");
    const all = events();
    const starts = new Map(all.filter(({ kind }) => kind === "agent_start").map(({ id, agent, payload }) => [id, `${agent} ${textOf(payload["input"])}`]));
    expect([...starts.values()]).toEqual(["boss ", "worker a", "worker b"]);
    for (const { parent, payload } of all.filter(({ kind }) => kind === "tool_call")) expect(starts.get(parent ?? "")).toBe(`worker ${textOf(payload["arguments"])}`);
    expect(all.filter(({ kind }) => kind === "agent_end").map(({ agent, outcome, payload }) => [agent, outcome, payload["output"]])).toEqual([["worker", "ok", undefined], ["worker", "ok", undefined], ["boss", "ok", "done"]]); // prettier-ignore
    expect(new Set(all.map(({ session }) => session)).size).toBe(1);
  });

  test("outside of a run a call opens one of its own, and ends it", async () => {
    const { recorder, events } = inMemory();
    const { init } = await import("../../../sdk/index.ts");
    const sink = { begin: () => 0, write: (line: string) => Boolean(lines.push(JSON.parse(line) as ReadEvent)), flush: () => undefined, close: () => undefined, takeDropped: () => 0 };
    const lines: ReadEvent[] = [];
    init({ sink, enabled: true });
    await traceTool(async () => 1, { name: "alone" })();
    expect(() => traceTool(() => { throw new Error("no"); }, { name: "fails" })()).toThrow("no"); // prettier-ignore
    expect(lines.map(({ kind, agent, outcome }) => [kind, agent, outcome])).toEqual([
      ["agent_start", "alone", undefined],
      ["tool_call", "alone", undefined],
      ["tool_result", "alone", "ok"],
      ["agent_end", "alone", "ok"],
      ["agent_start", "fails", undefined],
      ["tool_call", "fails", undefined],
      ["tool_result", "fails", "error"],
      ["error", "fails", "error"],
      ["agent_end", "fails", "error"],
    ]);
    expect(events()).toEqual([]);
    expect(recorder).toBeDefined();
  });
});

describe("decorators", () => {
  test("standard ones, on methods and fields, bare and with options", async () => {
    const decorate = (decorator: unknown, value: unknown, kind: string, name: string): unknown => (decorator as (value: unknown, context: object) => unknown)(value, { kind, name, metadata: {}, static: false, private: false });
    class Agent {
      readonly base = 2;
      double(this: Agent, x: number): number {
        return x * this.base;
      }
    }
    const events = await recorded(() => {
      Agent.prototype.double = decorate(traceTool, Agent.prototype.double, "method", "double") as Agent["double"];
      expect(new Agent().double(4)).toBe(8);
      const initialise = decorate(traceTool({ name: "field" }), undefined, "field", "half") as (initial: unknown) => (x: number) => number;
      expect(initialise((x: number) => x / 2)(8)).toBe(4);
    });
    expect(events.filter(({ kind }) => kind === "tool_call").map(({ tool }) => tool)).toEqual(["double", "field"]);
  });

  test("legacy ones, as TypeScript's experimentalDecorators calls them", async () => {
    class Agent {
      readonly base = 3;
      triple(x: number): number {
        return x * this.base;
      }
    }
    const apply = (decorator: unknown, key: string): void => {
      const descriptor = Object.getOwnPropertyDescriptor(Agent.prototype, key);
      Object.defineProperty(Agent.prototype, key, (decorator as (...given: unknown[]) => PropertyDescriptor)(Agent.prototype, key, descriptor));
    };
    const events = await recorded(() => {
      apply(traceTool, "triple");
      apply(traceLlm({ model: "m" }), "triple");
      expect(new Agent().triple(4)).toBe(12);
    });
    expect(events.map(({ kind, name }) => [kind, name])).toEqual([["llm_request", "m"], ["tool_call", "triple"], ["tool_result", "triple"], ["llm_response", "m"]]); // prettier-ignore
  });
});
