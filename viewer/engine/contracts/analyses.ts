import type { BriefAnalyses } from "./brief.ts";
import type { CallsAnalyses } from "./calls.ts";
import type { AgentAnalyses } from "./agents.ts";
import type { SafetyAnalyses } from "./safety.ts";
import type { SqlAnalyses } from "./sql.ts";
import type { LiveAnalyses } from "./live.ts";
import type { CompareAnalyses } from "./compare.ts";
import type { GraphAnalyses } from "./graph.ts";
import type { InsightAnalyses } from "./insight.ts";
import type { NotesAnalyses } from "./notes.ts";
import type { ReplayAnalyses } from "./replay.ts";

/** Question and answer of one analysis, as they cross the border of the worker: plain values only. */
export interface AnalysisContract {
  readonly params: unknown;
  readonly result: unknown;
}

/**
 * Every analysis the page may ask for, by id: `analyse("id", params)`. Each topic declares its own contracts in a file
 * beside this one and adds its interface here. The implementations stand in ../analyses, one file each, in a table of
 * the same ids that does not compile unless it is complete.
 */
export interface Analyses
  extends CompareAnalyses,
    InsightAnalyses,
    ReplayAnalyses,
    GraphAnalyses,
    LiveAnalyses,
    SqlAnalyses,
    AgentAnalyses,
    BriefAnalyses,
    CallsAnalyses,
    SafetyAnalyses,
    NotesAnalyses {}

export type AnalysisId = keyof Analyses;
