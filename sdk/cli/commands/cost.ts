import { readFileSync } from "node:fs";
import type { EventRecord } from "../../../format/event.ts";
import type { PriceOverrides } from "../../../format/prices/cost.ts";
import { PRICE_LISTS } from "../../../format/prices/table.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT, usage } from "../failure.ts";
import { traceEvents } from "../input.ts";
import { json, type Io } from "../io.ts";
import { printTable } from "../table.ts";
import { Tally, type Sums } from "../tally.ts";

const BY: Readonly<Record<string, (event: EventRecord) => string | undefined>> = {
  model: (event) => event.model,
  agent: (event) => event.agent,
  tool: (event) => event.tool,
  run: (event) => event.session,
  task: (event) => event.task,
};

export const cost: Command = {
  name: "cost",
  operands: "<trace…>",
  summary: "what it cost, by model, agent, tool, run or task",
  about: `Adds up tokens and dollars. Where a call names no cost it is worked out from its tokens by list price (cached ones at theirs), and shown as such. Prices are dated: ${PRICE_LISTS.map(({ provider, asOf }) => `${provider} ${asOf}`).join(", ")}. Your own go before them. Calls of models without a price are counted, not guessed.`,
  options: {
    by: { type: "string", short: "b", value: "what", help: `${Object.keys(BY).join(", ")}; default model` },
    prices: { type: "string", short: "p", value: "file", help: 'Prices of your own: {"model": {"input": 1, "output": 2, "cacheRead": 0.1}}, dollars for a million tokens' },
  },
  examples: [
    ["peek cost traces/", "by model"],
    ["peek cost traces/ --by agent --json", "by agent, for a program"],
    ["peek cost run.peek.jsonl --prices ours.json", "with what you really pay"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const by = args.text("by") ?? "model";
  const nameOf = Object.hasOwn(BY, by) ? BY[by] : undefined;
  if (nameOf === undefined) throw usage(`--by knows no “${by}”`, `It takes one of ${Object.keys(BY).join(", ")}.`);
  const tally = new Tally(pricesFrom(args.text("prices")));
  for await (const event of traceEvents(args.paths, io)) {
    if (event.cost_usd !== undefined || event.tokens_in !== undefined || event.tokens_out !== undefined) tally.add(nameOf(event) ?? "(none)", event);
  }
  const rows = tally.rows();
  if (!io.isHuman) {
    for (const { durationsMs: _, ...row } of rows) json(io, row);
    return EXIT.ok;
  }
  print(io, by, rows);
  return EXIT.ok;
}

function print(io: Io, by: string, rows: readonly Sums[]): void {
  printTable(io, rows, [
    { title: by, cell: ({ name }) => name, grows: true },
    { title: "calls", cell: ({ events }) => events },
    { title: "tokens in", cell: ({ tokensIn }) => tokensIn },
    { title: "of it cached", cell: ({ cacheRead }) => cacheRead },
    { title: "out", cell: ({ tokensOut }) => tokensOut },
    { title: "cost $", cell: ({ costUsd }) => Math.round(costUsd * 1e6) / 1e6 },
    { title: "by list price $", cell: ({ derivedUsd }) => Math.round(derivedUsd * 1e6) / 1e6 },
  ]);
  const total = rows.reduce((sum, { costUsd }) => sum + costUsd, 0);
  const unpriced = rows.reduce((sum, row) => sum + row.unpriced, 0);
  io.out(`\n$${total.toFixed(4)} in all${unpriced > 0 ? `; ${unpriced} calls have no price (give one with --prices)` : ""}\n`);
}

function pricesFrom(path: string | undefined): PriceOverrides | undefined {
  if (path === undefined) return undefined;
  const text = readFileSync(path, "utf8");
  try {
    const prices = JSON.parse(text) as PriceOverrides;
    if (Object.values(prices).every(({ input, output }) => Number.isFinite(input) && Number.isFinite(output))) return prices;
  } catch {
    // Said below.
  }
  throw new CliError("these are no prices", path, 'Write {"model": {"input": 1, "output": 2}}, in dollars for a million tokens.', EXIT.usage);
}
