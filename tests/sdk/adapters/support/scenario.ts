import { expect, onTestFinished, test } from "vitest";
import { TraceContext } from "../../../../sdk/index.ts";
import { inMemory } from "../../support.ts";
import type { Expected } from "./expected.ts";
import { modelServer, type ModelServer, type Scripted } from "./model-server.ts";
import { rows, tree } from "./tree.ts";

/** A server for the running test. */
export async function serverFor(script: readonly Scripted[]): Promise<ModelServer> {
  const server = await modelServer(script);
  onTestFinished(() => server.close());
  return server;
}

/** Runs the program as an agent, whatever it throws, and compares what was recorded with the expected rows. */
async function expectRecorded(expected: Expected, capture: string, program: (ctx: TraceContext) => Promise<unknown>): Promise<void> {
  const { recorder, events } = inMemory();
  await TraceContext.run({ recorder }, program).catch(() => undefined);
  expect(tree(events())).toBe(rows(expected.captures[capture] ?? ""));
}

/** One test for each capture of the table; fails if the two lists differ. */
export function testCaptures(expected: Expected, name: string, programs: Readonly<Record<string, (ctx: TraceContext) => Promise<unknown>>>): void {
  test(`${name}: every capture of the table has its program`, () => {
    expect(Object.keys(programs).sort()).toEqual(Object.keys(expected.captures).sort());
  });
  for (const [capture, program] of Object.entries(programs)) test(`${name}: ${capture}`, () => expectRecorded(expected, capture, program));
}
