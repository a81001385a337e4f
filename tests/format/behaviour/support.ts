import type { Alert, Detector } from "../../../format/behaviour/alert.ts";
import type { EventRecord, Json } from "../../../format/event.ts";

/** A step drawn in a word or two: tool, arguments and answer. A leading `!` makes it a failure, `>` words of a person. */
export type Drawn = readonly [tool: string, args?: Json, answer?: Json];

/** Events of one agent, one call and result a step, a second apart. */
export function drawn(steps: readonly Drawn[]): EventRecord[] {
  return steps.flatMap(([name, args = {}, answer = "ok"], index): EventRecord[] => {
    const common = { session: "s", agent: "a", time_unix_us: 1e15 + index * 1e6 };
    if (name === ">") return [{ ...common, seq: 2 * index, id: `h${index}`, kind: "human_input", payload: { content: args } }];
    const failed = name.startsWith("!");
    const tool = failed ? name.slice(1) : name;
    return [
      { ...common, seq: 2 * index, id: `c${index}`, kind: "tool_call", tool, payload: { arguments: args } },
      { ...common, seq: 2 * index + 1, id: `r${index}`, kind: "tool_result", tool, reply_to: `c${index}`, outcome: failed ? "error" : "ok", payload: failed ? { error: answer } : { result: answer } },
    ];
  });
}

/** What a detector says of events, as `type@index`. */
export function alertsOf(detector: Detector, events: readonly EventRecord[]): string[] {
  return events.flatMap((event, index) => detector.observe(event).map(({ alertType }) => `${alertType}@${index}`));
}

/** The alerts themselves. */
export function allAlerts(detector: Detector, events: readonly EventRecord[]): Alert[] {
  return events.flatMap((event) => detector.observe(event));
}
