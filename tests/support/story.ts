import type { EventRecord } from "../../format/event.ts";
import { FAILING_OUTCOMES, STOPPED_OUTCOMES, type Outcome } from "../../format/kinds.ts";
import type { StoryEvent } from "../../viewer/engine/analyses/story/event.ts";

/** Records of one run as the algorithms see them, without an engine. */
export function storyOf(records: readonly EventRecord[]): StoryEvent[] {
  const indexOf = new Map(records.map((record, index) => [record.id, index]));
  return records.map((record, index) => {
    const time = record.time_unix_us ?? 0;
    const duration = (record.duration_ms ?? 0) * 1000;
    const endsThere = record.kind === "tool_result" || record.kind === "llm_response";
    return {
      index,
      kind: record.kind,
      envelope: record,
      flag: flagOf(record),
      parent: record.parent === undefined ? -1 : (indexOf.get(record.parent) ?? -1),
      startUs: endsThere ? time - duration : time,
      endUs: endsThere ? time : time + duration,
      payload: () => record.payload,
    };
  });
}

/** Records by session, in order of appearance. */
export function bySession(records: readonly EventRecord[]): Map<string, EventRecord[]> {
  const runs = new Map<string, EventRecord[]>();
  for (const record of records) {
    const run = runs.get(record.session);
    if (run === undefined) runs.set(record.session, [record]);
    else run.push(record);
  }
  return runs;
}

function flagOf({ kind, outcome }: EventRecord): number {
  if (FAILING_OUTCOMES.includes(outcome as Outcome) || (kind === "error" && outcome === undefined)) return 1;
  return STOPPED_OUTCOMES.includes(outcome as Outcome) || kind === "refusal" || kind === "policy_violation" ? 2 : 0;
}
