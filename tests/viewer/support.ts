import type { EventDetail, EventRow, TimelineData, TimelineLane } from "../../viewer/engine/api.ts";

/** A row of the event table; members not given are empty. */
export function eventRow(given: Partial<EventRow>): EventRow {
  const row = given.row ?? 0;
  return {
    row,
    run: 0,
    depth: 0,
    children: 0,
    collapsed: false,
    id: `id${row}`,
    kind: "log",
    name: `event ${row}`,
    agent: "agent",
    timeUnixUs: row * 1000,
    offsetMs: row,
    durationMs: null,
    tokensIn: null,
    tokensOut: null,
    costUsd: null,
    outcome: "",
    model: "",
    tool: "",
    confidence: null,
    to: "",
    evidence: null,
    preview: "",
    ...given,
  };
}

/** An event with a payload, as the engine hands it out. */
export function eventDetail(kind: string, payload: string, given: Partial<EventDetail> = {}): EventDetail {
  return {
    row: 0,
    run: 0,
    file: 0,
    index: 3,
    offsetMs: 1500,
    group: "checkpoint",
    otherMembers: "",
    payload,
    payloadBytes: payload.length,
    payloadCut: false,
    blobsMissing: 0,
    left: [],
    links: [],
    linksTotal: 0,
    line: 5,
    byteOffset: 400,
    byteLength: 200,
    ancestors: [],
    ...given,
    envelope: { id: "id0", kind, session: "s", name: "a step", agent: "agent", ...given.envelope },
  };
}

/** A timeline lane from [start, end, flag] triples; mark numbers are row numbers. */
export function lane(label: string, marks: readonly (readonly [startMs: number, endMs: number, flag?: number])[], firstRow = 0): TimelineLane {
  return {
    label,
    startMs: Float64Array.from(marks, ([start]) => start),
    endMs: Float64Array.from(marks, ([, end]) => end),
    group: Uint8Array.from(marks, () => 0),
    flag: Uint8Array.from(marks, ([, , flag]) => flag ?? 0),
    row: Int32Array.from(marks.keys(), (mark) => firstRow + mark),
    density: Uint32Array.from(marks, () => 1),
  };
}

/** A timeline of lanes. */
export function timelineOf(lanes: readonly TimelineLane[], durationMs: number): TimelineData {
  return { startUnixUs: 0, durationMs, groups: ["tool"], lanes, lanesFolded: 0 };
}
