import type { KindGroup } from "../../format/kinds.ts";
import type { TimelineData, TimelineLane } from "./api.ts";
import { groupOf } from "./event-rows.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

const GROUPS: readonly KindGroup[] = ["agent", "decision", "llm", "tool", "safety", "error", "checkpoint"];
const MOST_LANES = 200;
const UNNAMED = "(no agent)";
const FOLDED = "(others)";

interface Mark {
  startMs: number;
  endMs: number;
  readonly group: number;
  flag: number;
  row: number;
  density: number;
}

/** The marks of a run (or of everything open), a lane an agent, at most about `maxMarks` in all. */
export function timelineOf(workspace: Workspace, run: number | null, maxMarks: number): TimelineData {
  const pieces = piecesOf(workspace, run);
  const [start, end] = extentOf(pieces);
  const durationMs = (end - start) / 1000;
  const lanes = new LaneSet(workspace.shared.agents.texts);
  const total = pieces.reduce((sum, { rows }) => sum + rows.length, 0);
  const bin = total > maxMarks ? durationMs / Math.max(1, maxMarks / (GROUPS.length * 2)) : 0;
  const groupCodes: number[] = [];
  for (const { file, rows } of pieces) {
    for (const local of rows) {
      const [from, to] = file.extent(local);
      const kind = file.columns.kind.get(local);
      const group = (groupCodes[kind] ??= GROUPS.indexOf(groupOf(workspace.shared.kinds.texts[kind] as string)));
      const mark = { startMs: (from - start) / 1000, endMs: (to - start) / 1000, group, flag: file.columns.flag.get(local), row: file.rowBase + local, density: 1 };
      lanes.add(file.columns.agent.get(local), mark, bin);
    }
  }
  return { startUnixUs: start, durationMs, groups: GROUPS, lanes: lanes.build(), lanesFolded: lanes.folded };
}

interface Piece {
  readonly file: TraceFile;
  readonly rows: Int32Array;
}

function piecesOf(workspace: Workspace, run: number | null): Piece[] {
  if (run === null) return workspace.read.map((file) => ({ file, rows: file.order.rowAt }));
  const file = workspace.fileOfRun(run);
  if (file === undefined) return [];
  const { rowAt, runStart } = file.order;
  return [{ file, rows: rowAt.subarray(runStart[run - file.runBase] ?? 0, runStart[run - file.runBase + 1] ?? 0) }];
}

function extentOf(pieces: readonly Piece[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { file, rows } of pieces) {
    const [start, end] = file.bounds(rows);
    low = Math.min(low, start);
    high = Math.max(high, end);
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Lanes in order of appearance; marks of one bin, group and flag are drawn as one. */
class LaneSet {
  readonly #agents: readonly string[];
  readonly #lanes = new Map<number, { readonly marks: Mark[]; readonly bins: Map<number, Mark> }>();
  readonly #folded = new Set<number>();

  constructor(agents: readonly string[]) {
    this.#agents = agents;
  }

  get folded(): number {
    return this.#folded.size;
  }

  add(agent: number, mark: Mark, bin: number): void {
    const lane = this.#lane(agent);
    if (bin === 0) {
      lane.marks.push(mark);
      return;
    }
    const key = (Math.floor(mark.startMs / bin) * GROUPS.length + mark.group) * 3 + mark.flag;
    const known = lane.bins.get(key);
    if (known === undefined) {
      lane.bins.set(key, mark);
      lane.marks.push(mark);
      return;
    }
    known.endMs = Math.max(known.endMs, mark.endMs);
    known.density++;
  }

  #lane(agent: number): { readonly marks: Mark[]; readonly bins: Map<number, Mark> } {
    const known = this.#lanes.get(agent);
    if (known !== undefined) return known;
    const full = this.#lanes.size >= MOST_LANES;
    if (full) this.#folded.add(agent);
    const key = full ? -1 : agent;
    const lane = this.#lanes.get(key) ?? { marks: [], bins: new Map<number, Mark>() };
    this.#lanes.set(key, lane);
    return lane;
  }

  build(): TimelineLane[] {
    return [...this.#lanes].map(([agent, { marks }]) => ({
      label: agent < 0 ? FOLDED : this.#agents[agent] || UNNAMED,
      startMs: Float64Array.from(marks, (mark) => mark.startMs),
      endMs: Float64Array.from(marks, (mark) => mark.endMs),
      group: Uint8Array.from(marks, (mark) => mark.group),
      flag: Uint8Array.from(marks, (mark) => mark.flag),
      row: Int32Array.from(marks, (mark) => mark.row),
      density: Uint32Array.from(marks, (mark) => mark.density),
    }));
  }
}
