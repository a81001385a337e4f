import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { costUsd, priceOf } from "../../../format/prices/cost.ts";
import { PRICE_LISTS } from "../../../format/prices/table.ts";
import { DATA, HAS_DATA } from "../importers/data.ts";

test.each([
  ["gpt-4o", 2.5],
  ["openai/gpt-4o-2024-08-06", 2.5],
  ["gpt-4o-2024-05-13", 5],
  ["gpt-4o-mini-2024-07-18", 0.15],
  ["azure/gpt-4.1-mini", 0.4],
  ["gpt-4-0613", 30],
  ["gpt-4-turbo-preview", 10],
  ["claude-sonnet-4-5-20250929", 3],
  ["anthropic/claude-3.5-sonnet", 3],
  ["claude-3-5-sonnet@20241022", 3],
  ["us.anthropic.claude-3-5-sonnet-20241022-v2:0", 3],
  ["claude-opus-4-20250514", 15],
  ["claude-opus-4-5-20251101", 5],
  ["models/gemini-2.5-flash-preview-05-20", 0.3],
  ["gemini-1.5-pro-002", 1.25],
  ["amazon.nova-pro-v1:0", 0.8],
  ["o3-mini-2025-01-31", 1.1],
])("%s costs %d dollars for a million input tokens", (model, input) => {
  expect(priceOf(model)?.input).toBe(input);
});

test.each(["gpt-4.5-preview", "gpt-5-ultra", "claude-opus-4-9", "ft:gpt-4o-mini-2024-07-18:org::abc", "llama3.1", "", "my-gpt-4o", "constructor"])("%s has no price: none is made up", (model) => {
  expect(priceOf(model)).toBeUndefined();
  expect(costUsd(model, { tokens_in: 1 })).toBeUndefined();
});

test("cached tokens are a part of the input at their own price; reasoning is a part of the output", () => {
  expect(costUsd("claude-sonnet-4-5", { tokens_in: 1000, tokens_cache_read: 600, tokens_cache_write: 300, tokens_out: 50 })).toBeCloseTo((100 * 3 + 600 * 0.3 + 300 * 3.75 + 50 * 15) / 1e6, 10);
  expect(costUsd("gpt-4o", { tokens_in: 1000, tokens_cache_read: 2000 })).toBeCloseTo((2000 * 1.25) / 1e6, 10);
  expect(costUsd("gpt-4o", {})).toBeUndefined();
});

test("long inputs cost more where the list says so", () => {
  expect(costUsd("gemini-2.5-pro", { tokens_in: 200_000 })).toBeCloseTo(0.25, 10);
  expect(costUsd("gemini-2.5-pro", { tokens_in: 200_001 })).toBeCloseTo(0.5000025, 8);
});

test("prices of one's own go first, for an id or for all editions of it", () => {
  const own = { "my-model": { input: 1, output: 2 }, "gpt-4o": { input: 9, output: 9 } };
  expect(costUsd("my-model", { tokens_in: 1e6, tokens_out: 1e6 }, own)).toBe(3);
  expect(priceOf("openai/gpt-4o-2024-08-06", own)?.input).toBe(9);
  expect(priceOf("gpt-4o-mini", own)?.input).toBe(0.15);
});

test("every list names its source and its day, and no price is negative", () => {
  for (const { source, asOf, models } of PRICE_LISTS) {
    expect(source).toMatch(/^https:\/\//);
    expect(Number.isNaN(Date.parse(asOf))).toBe(false);
    for (const { input, output, cacheRead = 0, context = 1 } of Object.values(models)) expect(Math.min(input, output, cacheRead, context - 1)).toBeGreaterThanOrEqual(0);
  }
});

interface Counted {
  readonly message?: { readonly model?: string; readonly usage?: { input: number; output: number; cacheRead: number; cacheWrite: number; cost: { total: number } } };
}

test.skipIf(!HAS_DATA).each(["before-compaction", "large-session"])("the costs a coding agent wrote down itself are met to the cent: %s", (name) => {
  const lines = readFileSync(`${DATA}pi-sessions/${name}.jsonl`, "utf8").trim().split("\n");
  let [ours, theirs] = [0, 0];
  for (const line of lines) {
    const { model, usage } = (JSON.parse(line) as Counted).message ?? {};
    if (model === undefined || usage === undefined) continue;
    const tokens = { tokens_in: usage.input + usage.cacheRead + usage.cacheWrite, tokens_out: usage.output, tokens_cache_read: usage.cacheRead, tokens_cache_write: usage.cacheWrite };
    ours += costUsd(model, tokens) ?? 0;
    theirs += usage.cost.total;
  }
  expect(theirs).toBeGreaterThan(30);
  expect(Math.abs(ours - theirs)).toBeLessThan(0.005);
});
