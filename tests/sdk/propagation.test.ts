import { spawnSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRecorder, propagate, TraceContext } from "../../sdk/index.ts";
import { buildSdk, type BuiltSdk } from "../support/built-sdk.ts";
import { inMemory, readEvents, temporaryFolder, traceFiles, type ReadEvent } from "./support.ts";

let sdk: BuiltSdk;
beforeAll(() => {
  sdk = buildSdk();
}, 120_000);
afterAll(() => sdk.remove());

/** The start of the run of an agent, among all files of a folder. */
function startOf(folder: string, agent: string): ReadEvent | undefined {
  return traceFiles(folder)
    .flatMap((file) => readEvents(file))
    .find((event) => event.kind === "agent_start" && event.agent === agent);
}

const CHILD = `
init({ dir: process.env.FOLDER });
await TraceContext.run({ agentName: "child" }, async (ctx) => ctx.log("here"));
`;

test("a child process and a worker thread join the run that started them, linked to the call they were started in", async () => {
  for (const kind of ["process", "thread"] as const) {
    const folder = temporaryFolder();
    const program = sdk.program("child.mjs", CHILD);
    const call = await TraceContext.run({ agentName: "parent", recorder: createRecorder({ dir: folder }) }, async (ctx) => {
      const started = ctx.recordToolCall("start");
      await ctx.within(started, async () => {
        const env = { ...process.env, ...propagate.env(), FOLDER: folder };
        if (kind === "process") spawnSync(process.execPath, [program], { env });
        else await new Promise((resolve) => new Worker(program, { env }).on("exit", resolve));
      });
      return started;
    });
    expect(startOf(folder, "child"), kind).toMatchObject({ trace: startOf(folder, "parent")?.trace, upstream: [call.id] });
    expect(startOf(folder, "child")?.session).not.toBe(call.session);
  }
});

test("over HTTP: headers out, headers in", async () => {
  const { recorder, events } = inMemory();
  const server = createServer((request, response) => {
    TraceContext.run({ agentName: "server", recorder, traceparent: request.headers as IncomingHttpHeaders }, () => response.end("ok"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await TraceContext.run({ agentName: "client", recorder }, async () => void (await fetch(url, { headers: propagate.headers() })));
  server.close();
  const [client, other] = events().filter(({ kind }) => kind === "agent_start");
  expect(other).toMatchObject({ agent: "server", trace: client?.trace, upstream: [client?.id] });
});

test("the header is the W3C's, and names that are no ids of theirs come through beside it", () => {
  const { recorder, events } = inMemory();
  expect(propagate.headers()).toEqual({});
  TraceContext.run({ recorder, trace: "order 5512 — refund" }, (ctx) => {
    const headers = propagate.headers();
    expect(headers["traceparent"]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    TraceContext.run({ agentName: "there", recorder, traceparent: new Headers(headers) }, (there) => expect(there.trace).toBe(ctx.trace));
  });
  const starts = events().filter(({ kind }) => kind === "agent_start");
  expect(starts[1]?.upstream).toEqual([starts[0]?.id]);
  TraceContext.run({ recorder }, () => expect(propagate.headers()["traceparent"]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/));
});

test("a traceparent that is none, or hostile, is left aside", () => {
  const throwing = { get: () => { throw new Error("no"); } }; // prettier-ignore
  const bad = ["", "00-xyz", `00-${"0".repeat(32)}-${"1".repeat(16)}-01`, `ff-${"1".repeat(32)}-${"1".repeat(16)}-01`, "x".repeat(1e6), { traceparent: ["a"] }, throwing, 5 as never];
  for (const traceparent of bad) {
    const { recorder, events } = inMemory();
    TraceContext.run({ recorder, traceparent }, () => 0);
    expect(events()[0]?.upstream).toBeUndefined();
  }
});
