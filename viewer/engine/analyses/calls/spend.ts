import type { CallsAnalyses, Spend } from "../../contracts/calls.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvent } from "../run-events.ts";
import { flameOf } from "./flame.ts";
import { costOf, pairsOf, tookMs } from "./pairs.ts";
import { wasteOf } from "./waste.ts";

/** Where time, tokens and money of a run went. */
export const spend: Analysis<CallsAnalyses["spend"]> = async ({ workspace, question }, { run, most }) => {
  const { events, total: all } = await readRun(workspace, run, { question, ...(most !== undefined && { most }) });
  const [byModel, byTool, byAgent] = [new Ledger(), new Ledger(), new Ledger()];
  const total = new Ledger();
  let isEstimated = false;
  for (const { event, ms, tool } of spendingEvents(events)) {
    const { envelope } = event;
    const cost = costOf(event);
    isEstimated ||= cost.isEstimated;
    const entry = { ms, tokensIn: envelope.tokens_in ?? 0, tokensOut: envelope.tokens_out ?? 0, costUsd: cost.usd ?? 0 };
    if (tool === null) byModel.add(envelope.model ?? "(model not recorded)", entry);
    else byTool.add(tool, entry);
    byAgent.add(envelope.agent ?? "(no agent)", entry);
    total.add("all", entry);
  }
  return {
    events: all,
    read: events.length,
    byModel: byModel.rows(),
    byTool: byTool.rows(),
    byAgent: byAgent.rows(),
    total: total.rows()[0] ?? { name: "all", calls: 0, ms: 0, tokensIn: 0, tokensOut: 0, costUsd: 0 },
    isEstimated,
    waste: wasteOf(events),
    flame: flameOf(events),
  };
};

/** Answers of models and results of tools (and other events that cost something), each with the time it took. */
function* spendingEvents(events: readonly RunEvent[]): Generator<{ readonly event: RunEvent; readonly ms: number; readonly tool: string | null }> {
  for (const pair of pairsOf(events, "llm_request", "llm_response")) {
    const event = pair.answer ?? pair.call;
    if (event !== undefined) yield { event, ms: tookMs(pair) ?? 0, tool: null };
  }
  for (const pair of pairsOf(events, "tool_call", "tool_result")) {
    const event = pair.answer ?? pair.call;
    if (event !== undefined) yield { event, ms: tookMs(pair) ?? 0, tool: event.envelope.tool ?? event.envelope.name ?? "(unnamed)" };
  }
}

type Entry = Omit<Spend, "name" | "calls">;

/** Sums by name. */
class Ledger {
  readonly #rows = new Map<string, { readonly name: string; calls: number; ms: number; tokensIn: number; tokensOut: number; costUsd: number }>();

  add(name: string, entry: Entry): void {
    const row = this.#rows.get(name) ?? { name, calls: 0, ms: 0, tokensIn: 0, tokensOut: 0, costUsd: 0 };
    this.#rows.set(name, row);
    row.calls++;
    row.ms += entry.ms;
    row.tokensIn += entry.tokensIn;
    row.tokensOut += entry.tokensOut;
    row.costUsd += entry.costUsd;
  }

  /** The dearest first, then the longest. */
  rows(): Spend[] {
    return [...this.#rows.values()].toSorted((a, b) => b.costUsd - a.costUsd || b.ms - a.ms || b.tokensIn - a.tokensIn);
  }
}
