import type { EventRecord } from "../../../format/event.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT } from "../failure.ts";
import { filterOf, FILTERS, isFailure } from "../filters.ts";
import { traceEvents } from "../input.ts";
import { json, type Io } from "../io.ts";
import { previewOf } from "../preview.ts";
import { dollars, duration, oneLine, printTable, type TableColumn } from "../table.ts";

const MOST_ON_TERMINAL = 200;

export const show: Command = {
  name: "show",
  operands: "<trace…>",
  summary: "list the events of traces, or one event whole",
  about: `Lists events in the order they were recorded: number, time since the start of the run, kind, what it was about, how it ended. On a terminal the first ${MOST_ON_TERMINAL} are shown; --limit changes that. With --event one event is shown whole, payload and all. Traces may be packed, and foreign formats are read as they are.`,
  options: {
    ...FILTERS,
    event: { type: "string", value: "id", help: "One event whole, by its id or the beginning of it" },
    limit: { type: "string", short: "n", value: "count", help: "Most events to list; 0 for all" },
  },
  examples: [
    ["peek show traces/", "what happened in every trace of a folder"],
    ["peek show run.peek.jsonl --errors", "only what failed"],
    ["peek show run.peek.jsonl --event 9f2c", "everything one event says"],
    ["peek show run.peek.jsonl --kind tool_call | jq .tool", "piped, each event is a line of JSON"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const wanted = args.text("event");
  if (wanted !== undefined) return showOne(args.paths, wanted, io);
  const passes = filterOf(args);
  const limit = args.count("limit", io.isHuman ? MOST_ON_TERMINAL : 0) || Number.POSITIVE_INFINITY;
  const rows: EventRecord[] = [];
  const starts = new Map<string, number>();
  let matching = 0;
  for await (const event of traceEvents(args.paths, io)) {
    if (!starts.has(event.session)) starts.set(event.session, event.time_unix_us ?? 0);
    if (!passes(event) || ++matching > limit) continue;
    if (io.isHuman) rows.push(event);
    else {
      json(io, event);
      await io.ready();
    }
  }
  if (!io.isHuman) return EXIT.ok;
  if (rows.length > 0) printTable(io, rows, columnsFor(rows, starts));
  io.out(matching > rows.length ? `${matching - rows.length} more; --limit 0 shows all\n` : `${matching} ${matching === 1 ? "event" : "events"}\n`);
  return EXIT.ok;
}

async function showOne(paths: readonly string[], id: string, io: Io): Promise<number> {
  for await (const event of traceEvents(paths, io)) {
    if (!event.id.startsWith(id)) continue;
    io.out(io.isHuman ? `${JSON.stringify(event, undefined, 2)}\n` : `${JSON.stringify(event)}\n`);
    return EXIT.ok;
  }
  throw new CliError(`no event has an id that begins with “${oneLine(id)}”`, paths.join(", "), "peek show lists the ids with --json.", EXIT.found);
}

function columnsFor(rows: readonly EventRecord[], starts: ReadonlyMap<string, number>): TableColumn<EventRecord>[] {
  const sessions = new Set(rows.map(({ session }) => session));
  const columns: TableColumn<EventRecord>[] = [
    { title: "#", cell: ({ seq }) => seq },
    { title: "id", cell: ({ id }) => id.slice(0, 8) },
    { title: "at", cell: ({ session, time_unix_us: time }) => duration(time === undefined ? undefined : (time - (starts.get(session) ?? time)) / 1000) },
    { title: "kind", cell: ({ kind }) => kind },
    { title: "agent", cell: ({ agent }) => agent },
    { title: "about", cell: ({ tool, model, policy, to, name }) => tool ?? model ?? policy ?? to ?? name },
    { title: "outcome", cell: (event) => (isFailure(event) ? (event.error_class ?? event.outcome ?? "error") : event.outcome) },
    { title: "took", cell: ({ duration_ms: took }) => duration(took) },
    { title: "cost", cell: ({ cost_usd: cost }) => dollars(cost) },
    { title: "says", cell: previewOf, grows: true },
  ];
  if (sessions.size > 1) columns.splice(1, 0, { title: "run", cell: ({ session }) => session.slice(0, 8) });
  const isUsed = ({ title, cell }: TableColumn<EventRecord>): boolean => title === "says" || rows.some((row) => cell(row) !== undefined && cell(row) !== "");
  return columns.filter(isUsed);
}
