import type { KindGroup } from "../../format/kinds.ts";
import type { TimelineData, TimelineLane } from "./api.ts";
import { groupOf } from "./event-rows.ts";
import { Growing } from "./growing.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

const GROUPS: readonly KindGroup[] = ["agent", "decision", "llm", "tool", "safety", "error", "checkpoint"];
const MOST_LANES = 200;
/** Marks an event can have: none, failing, stopped. */
const FLAGS = 3;
const FOLDED_LANE = -1;
const UNNAMED = "(no agent)";
const FOLDED = "(others)";

/** What is drawn of an event. */
interface Mark {
  startMs: number;
  endMs: number;
  group: number;
  flag: number;
  row: number;
}

/** The marks of a run (or of everything open), a lane an agent, at most about `maxMarks` in all. */
export function timelineOf(workspace: Workspace, run: number | null, maxMarks: number): TimelineData {
  const pieces = piecesOf(workspace, run);
  const [start, end] = extentOf(pieces);
  const durationMs = (end - start) / 1000;
  const total = pieces.reduce((sum, { rows }) => sum + rows.length, 0);
  const bins = total > maxMarks ? Math.max(1, Math.floor(maxMarks / (GROUPS.length * 2))) : 0;
  const lanes = new LaneSet(workspace.shared.agents.texts, bins, durationMs);
  const groupCodes: number[] = [];
  // One for all: a million would be made and thrown away.
  const mark: Mark = { startMs: 0, endMs: 0, group: 0, flag: 0, row: 0 };
  for (const { file, rows } of pieces) {
    const { columns } = file;
    // Columns of all types share one `get`, which is slow for that.
    const [kinds, flags, agents, timesUs, durationsMs] = [columns.kind.array, columns.flag.array, columns.agent.array, columns.timeUs.array, columns.durationMs.array];
    for (let at = 0; at < rows.length; at++) {
      const local = rows[at] as number;
      const kind = kinds[local] as number;
      const group = (groupCodes[kind] ??= GROUPS.indexOf(groupOf(workspace.shared.kinds.texts[kind] as string)));
      const atMs = ((timesUs[local] as number) - start) / 1000;
      const tookMs = Math.max(0, (durationsMs[local] as number) || 0);
      mark.startMs = tookMs > 0 && columns.endsAtItsTime(local) ? atMs - tookMs : atMs;
      mark.endMs = mark.startMs + tookMs;
      mark.group = group;
      mark.flag = flags[local] as number;
      mark.row = file.rowBase + local;
      lanes.of(agents[local] as number).add(mark);
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

/** Lanes in order of appearance. */
class LaneSet {
  readonly #agents: readonly string[];
  readonly #bins: number;
  readonly #durationMs: number;
  readonly #lanes = new Map<number, Lane>();
  readonly #folded = new Set<number>();
  #last: { readonly agent: number; readonly lane: Lane } | undefined;

  constructor(agents: readonly string[], bins: number, durationMs: number) {
    this.#agents = agents;
    this.#bins = bins;
    this.#durationMs = durationMs;
  }

  get folded(): number {
    return this.#folded.size;
  }

  /** The lane of an agent; the last ones share one. */
  of(agent: number): Lane {
    if (this.#last?.agent === agent) return this.#last.lane;
    const known = this.#lanes.get(agent);
    const lane = known ?? this.#newLane(agent);
    this.#last = { agent, lane };
    return lane;
  }

  #newLane(agent: number): Lane {
    const full = this.#lanes.size >= MOST_LANES;
    if (full) this.#folded.add(agent);
    const key = full ? FOLDED_LANE : agent;
    const lane = this.#lanes.get(key) ?? new Lane(this.#bins, this.#durationMs);
    this.#lanes.set(key, lane);
    return lane;
  }

  build(): TimelineLane[] {
    return [...this.#lanes].map(([agent, lane]) => lane.build(agent === FOLDED_LANE ? FOLDED : this.#agents[agent] || UNNAMED));
  }
}

/** The marks of a lane. With bins, those of one bin, group and flag are drawn as one. */
class Lane {
  readonly #startMs = new Growing<Float64Array>((size) => new Float64Array(size));
  readonly #endMs = new Growing<Float64Array>((size) => new Float64Array(size));
  readonly #group = new Growing<Uint8Array>((size) => new Uint8Array(size));
  readonly #flag = new Growing<Uint8Array>((size) => new Uint8Array(size));
  readonly #row = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly #density = new Growing<Uint32Array>((size) => new Uint32Array(size));
  readonly #bins: number;
  readonly #binMs: number;
  /** One more than the mark of each bin, group and flag; 0 for none. */
  readonly #markOf: Int32Array;

  constructor(bins: number, durationMs: number) {
    this.#bins = bins;
    this.#binMs = durationMs > 0 ? durationMs / bins : 1;
    this.#markOf = new Int32Array(bins * GROUPS.length * FLAGS);
  }

  add(mark: Readonly<Mark>): void {
    if (this.#bins === 0) {
      this.#push(mark);
      return;
    }
    const bin = Math.max(0, Math.min(this.#bins - 1, Math.floor(mark.startMs / this.#binMs)));
    const key = (bin * GROUPS.length + mark.group) * FLAGS + mark.flag;
    const known = (this.#markOf[key] as number) - 1;
    if (known < 0) {
      this.#push(mark);
      this.#markOf[key] = this.#row.length;
      return;
    }
    if (mark.endMs > (this.#endMs.array[known] as number)) this.#endMs.array[known] = mark.endMs;
    this.#density.array[known] = (this.#density.array[known] as number) + 1;
  }

  #push({ startMs, endMs, group, flag, row }: Readonly<Mark>): void {
    this.#startMs.push(startMs);
    this.#endMs.push(endMs);
    this.#group.push(group);
    this.#flag.push(flag);
    this.#row.push(row);
    this.#density.push(1);
  }

  build(label: string): TimelineLane {
    const filled = <T extends Float64Array | Uint8Array | Int32Array | Uint32Array>({ array, length }: { readonly array: T; readonly length: number }): T => array.slice(0, length) as T;
    return { label, startMs: filled(this.#startMs), endMs: filled(this.#endMs), group: filled(this.#group), flag: filled(this.#flag), row: filled(this.#row), density: filled(this.#density) };
  }
}
