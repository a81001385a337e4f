import { brief } from "./brief/brief.ts";
import { hashChain } from "./safety/chain.ts";
import { safetyTrail } from "./safety/trail.ts";
import { whatIf } from "./safety/what-if.ts";
import { calls } from "./calls/calls.ts";
import { spend } from "./calls/spend.ts";
import { agents } from "./agents/agents.ts";
import { debate } from "./agents/debate.ts";
import { board } from "./compare/board.ts";
import { comparePair } from "./compare/compare-pair.ts";
import { compareRuns } from "./compare/compare-runs.ts";
import { consensus } from "./compare/consensus.ts";
import { rowsOfEvents } from "./compare/event-rows.ts";
import { prompts } from "./compare/prompts.ts";
import { similar } from "./compare/similar.ts";
import { textDiff } from "./compare/words.ts";
import { flow } from "./compare/flow.ts";
import { traits } from "./compare/traits.ts";
import type { Analyses, AnalysisContract, AnalysisId } from "../contracts/analyses.ts";
import type { Database } from "../database.ts";
import { clusters } from "./insight/clusters.ts";
import { insight } from "./insight/insight.ts";
import type { AlertWatch } from "../live/alert-watch.ts";
import { liveAlerts } from "./live-alerts.ts";
import { sideFiles } from "./notes/side-files.ts";
import { eventPlaces } from "./notes/places.ts";
import { runNotes } from "./notes/run-notes.ts";
import type { Question } from "./question.ts";
import type { PayloadsTable } from "./sql/payloads-table.ts";
import { runSql, sqlSchema } from "./sql/run-sql.ts";
import type { Searcher } from "../search/searcher.ts";
import type { Workspace } from "../workspace.ts";
import { graph } from "./graph/index.ts";
import { replayCheckpoints } from "./replay/checkpoints.ts";
import { replayContext } from "./replay/context.ts";
import { replayState } from "./replay/state.ts";
import { replaySteps } from "./replay/steps.ts";
import { replayStops } from "./replay/stops.ts";

/** What an analysis may look at. It must not change any of it. */
export interface AnalysisContext {
  readonly workspace: Workspace;
  readonly database: Database;
  readonly searcher: Searcher;
  readonly alerts: AlertWatch;
  readonly payloads: PayloadsTable;
  readonly question: Question;
}

/** One analysis: a pure function of what is open and of its parameters; the same answer tomorrow. Throws TraceError or any Error; its neighbours go on. */
export type Analysis<C extends AnalysisContract> = (context: AnalysisContext, params: C["params"]) => Promise<C["result"]>;

/** Every analysis by id. */
export const ANALYSES: { readonly [K in AnalysisId]: Analysis<Analyses[K]> } = {
  insight,
  brief,
  clusters,
  "event-rows": rowsOfEvents,
  "event-places": eventPlaces,
  "run-notes": runNotes,
  "side-files": sideFiles,
  "compare-runs": compareRuns,
  "compare-pair": comparePair,
  board,
  traits,
  flow,
  consensus,
  graph,
  "replay-checkpoints": replayCheckpoints,
  similar,
  prompts,
  "text-diff": textDiff,
  "live-alerts": liveAlerts,
  agents,
  debate,
  calls,
  spend,
  "safety-trail": safetyTrail,
  "hash-chain": hashChain,
  "what-if": whatIf,
  sql: runSql,
  "sql-schema": sqlSchema,
  "replay-context": replayContext,
  "replay-state": replayState,
  "replay-steps": replaySteps,
  "replay-stops": replayStops,
};
