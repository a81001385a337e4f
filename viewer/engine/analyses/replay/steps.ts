import { isKind, KINDS } from "../../../../format/kinds.ts";
import type { ReplayAnalyses, ReplaySteps } from "../../contracts/replay.ts";
import { FLAG_NONE } from "../../trace-columns.ts";
import type { Analysis } from "../index.ts";
import { rowsOfRun, type RunRowsView } from "../run-rows.ts";
import { findStretches } from "./stretches.ts";

/** Weight of kinds this version does not know. */
const UNKNOWN_WEIGHT = 0.5;
const ALWAYS_SEEN: ReadonlySet<string> = new Set(["checkpoint", "behavior_alert", "handoff", "human_input", "agent_start", "agent_end"]);

/** The steps of a run as columns; reads no line, so that a million steps take a fraction of a second. */
export const replaySteps: Analysis<ReplayAnalyses["replay-steps"]> = async ({ workspace }, { run }) => {
  const view = rowsOfRun(workspace, run);
  const { file, locals } = view;
  const { columns } = file;
  const kinds = columns.shared.kinds.texts;
  const columnsOf = <T extends { [at: number]: number }>(into: T, of: (local: number) => number): T => {
    for (let step = 0; step < locals.length; step++) into[step] = of(locals[step] as number);
    return into;
  };
  const kind = columnsOf(new Uint16Array(locals.length), (local) => columns.kind.get(local));
  const agent = columnsOf(new Uint16Array(locals.length), (local) => columns.agent.get(local));
  const flag = columnsOf(new Uint8Array(locals.length), (local) => columns.flag.get(local));
  return {
    run,
    rows: columnsOf(new Int32Array(locals.length), (local) => file.rowBase + local),
    timeUs: columnsOf(new Float64Array(locals.length), (local) => columns.timeUs.get(local)),
    kind,
    agent,
    kinds: [...kinds],
    agents: [...columns.shared.agents.texts],
    flag,
    parent: parentsOf(view),
    stretches: findStretches(weightsOf({ kind, agent, flag, kinds })),
  };
};

function parentsOf({ file, locals, indexOf }: RunRowsView): Int32Array {
  const parents = new Int32Array(locals.length);
  for (let step = 0; step < locals.length; step++) {
    const parent = file.columns.parent.get(locals[step] as number);
    parents[step] = parent < 0 ? -1 : indexOf(parent);
  }
  return parents;
}

function weightsOf({ kind, agent, flag, kinds }: Pick<ReplaySteps, "kind" | "agent" | "flag" | "kinds">): Parameters<typeof findStretches>[0] {
  const steps = kind.length;
  const weights = { code: new Uint32Array(steps), weight: new Float32Array(steps), keep: new Uint8Array(steps) };
  const known = kinds.map((name) => ({ weight: isKind(name) ? KINDS[name].importance : UNKNOWN_WEIGHT, keep: ALWAYS_SEEN.has(name) }));
  for (let step = 0; step < steps; step++) {
    const code = kind[step] as number;
    weights.code[step] = (code * 65_536 + (agent[step] as number)) * 3 + (flag[step] as number);
    weights.weight[step] = known[code]?.weight ?? UNKNOWN_WEIGHT;
    weights.keep[step] = flag[step] !== FLAG_NONE || known[code]?.keep === true ? 1 : 0;
  }
  return weights;
}
