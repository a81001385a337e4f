import type { EventRecord } from "../../../format/event.ts";
import type { Args, Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { isFailure } from "../filters.ts";
import { traceEvents } from "../input.ts";
import { json, paint, type Io } from "../io.ts";
import { dollars, duration, printTable } from "../table.ts";
import { percentile, Tally, type Sums } from "../tally.ts";

/** What is told of one run. */
interface RunRow {
  readonly session: string;
  title: string;
  agent: string;
  outcome: string;
  startUs: number;
  endUs: number;
}

export const stats: Command = {
  name: "stats",
  operands: "<trace…>",
  summary: "count: runs and how they ended, tools, models, errors, alerts",
  about: "One pass over the traces: each run with its outcome, time, tokens and cost; each tool with calls, failures and how long they take (half are faster than p50, 95 of 100 than p95); each model; the classes of errors; the alerts.",
  options: {},
  examples: [
    ["peek stats traces/", "the week at a glance"],
    ["peek stats run.peek.jsonl --json | jq .tools", "numbers for a program"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const runs = new Map<string, RunRow>();
  const [bySession, tools, models] = [new Tally(), new Tally(), new Tally()];
  const kinds = new Map<string, number>();
  const errors = new Map<string, number>();
  const alerts = new Map<string, number>();
  for await (const event of traceEvents(args.paths, io)) {
    addToRun(runs, event);
    bySession.add(event.session, event);
    if (event.tool !== undefined) tools.add(event.tool, event);
    if (event.kind === "llm_response") models.add(event.model ?? "unknown", event);
    up(kinds, event.kind);
    if (isFailure(event)) up(errors, event.error_class ?? "error");
    if (event.kind === "behavior_alert") up(alerts, event.name ?? "alert");
  }
  const sums = new Map(bySession.rows().map((row) => [row.name, row]));
  const all = [...runs.values()].map((row) => ({ ...row, sums: sums.get(row.session) as Sums }));
  if (io.isHuman) printStats(io, { runs: all, tools: tools.rows(), models: models.rows(), kinds, errors, alerts });
  else json(io, { runs: all.map(({ sums: own, ...row }) => ({ ...row, ...plain(own) })), tools: tools.rows().map(plain), models: models.rows().map(plain), kinds: Object.fromEntries(kinds), errors: Object.fromEntries(errors), alerts: Object.fromEntries(alerts) });
  return EXIT.ok;
}

function up(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function addToRun(runs: Map<string, RunRow>, event: EventRecord): void {
  const timeUs = event.time_unix_us ?? 0;
  let row = runs.get(event.session);
  if (row === undefined) runs.set(event.session, (row = { session: event.session, title: event.name ?? "", agent: event.agent ?? "", outcome: "unfinished", startUs: timeUs, endUs: timeUs }));
  row.endUs = Math.max(row.endUs, timeUs);
  if (event.kind === "agent_end" && event.parent === undefined) row.outcome = event.outcome ?? "ok";
}

/** Sums for a program, durations as percentiles. */
function plain({ durationsMs, ...sums }: Sums): object {
  return { ...sums, p50_ms: percentile(durationsMs, 0.5), p95_ms: percentile(durationsMs, 0.95) };
}

interface Found {
  readonly runs: readonly (RunRow & { readonly sums: Sums })[];
  readonly tools: readonly Sums[];
  readonly models: readonly Sums[];
  readonly kinds: ReadonlyMap<string, number>;
  readonly errors: ReadonlyMap<string, number>;
  readonly alerts: ReadonlyMap<string, number>;
}

function printStats(io: Io, { runs, tools, models, kinds, errors, alerts }: Found): void {
  const title = (text: string): void => io.out(`\n${paint(io, "bold", text)}\n`);
  io.out(`${runs.length.toLocaleString("en")} ${runs.length === 1 ? "run" : "runs"}, ${[...kinds.values()].reduce((sum, count) => sum + count, 0).toLocaleString("en")} events: ${counted(kinds)}\n`);
  title("Runs");
  printTable(io, runs, [
    { title: "run", cell: ({ session }) => session.slice(0, 8) },
    { title: "outcome", cell: ({ outcome }) => outcome },
    { title: "events", cell: ({ sums }) => sums.events },
    { title: "errors", cell: ({ sums }) => sums.errors },
    { title: "took", cell: ({ startUs, endUs }) => duration((endUs - startUs) / 1000) },
    { title: "tokens in", cell: ({ sums }) => sums.tokensIn },
    { title: "out", cell: ({ sums }) => sums.tokensOut },
    { title: "cost", cell: ({ sums }) => dollars(sums.costUsd) },
    { title: "title", cell: ({ title: text }) => text, grows: true },
  ]);
  for (const [name, rows] of [["Tools", tools], ["Models", models]] as const) {
    if (rows.length === 0) continue;
    title(name);
    printTable(io, rows, [
      { title: name.slice(0, -1).toLowerCase(), cell: (row) => row.name, grows: true },
      { title: "calls", cell: ({ calls }) => calls },
      { title: "errors", cell: ({ errors: count }) => count },
      { title: "p50", cell: ({ durationsMs }) => duration(percentile(durationsMs, 0.5)) },
      { title: "p95", cell: ({ durationsMs }) => duration(percentile(durationsMs, 0.95)) },
      { title: "cost", cell: ({ costUsd }) => dollars(costUsd) },
    ]);
  }
  if (errors.size > 0) io.out(`\n${paint(io, "red", "Errors")}: ${counted(errors)}\n`);
  if (alerts.size > 0) io.out(`\n${paint(io, "yellow", "Alerts")}: ${counted(alerts)}\n`);
}

function counted(counts: ReadonlyMap<string, number>): string {
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count.toLocaleString("en")}`).join(", ");
}
