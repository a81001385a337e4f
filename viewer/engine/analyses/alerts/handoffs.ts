import type { Finder, FoundAlert } from "./found.ts";

/** Steps of the receiving agent looked at after a handoff. */
const LOOK_AHEAD = 12;

/** After a handoff the receiver makes a call again whose answer its predecessor already had: the context did not come along. */
export const contextLost: Finder = (events, run) => {
  const found: FoundAlert[] = [];
  const handoffs = events.filter(({ kind }) => kind === "handoff").map(({ index }) => index);
  const answered = new Map<string, { readonly actor: string; readonly event: number }>();
  let [next, since] = [0, 0];
  for (const { step, outcome } of run.facts) {
    for (; (handoffs[next] ?? Number.POSITIVE_INFINITY) <= step.event; next++) since = 0;
    if (step.role !== "agent" || step.values.length === 0) continue;
    const call = `${step.tools.join(" ")} ${step.values.join("\u0000")}`;
    const before = answered.get(call);
    const handoff = handoffs[next - 1];
    if (handoff !== undefined && ++since <= LOOK_AHEAD && before !== undefined && before.actor !== step.actor && before.event < handoff) {
      const signal = `${step.actor} asks ${step.tools[0] ?? "a tool"} again for what ${before.actor} already had before the handoff`;
      found.push({ type: "context_lost", severity: "medium", signal, agent: step.actor, events: [before.event, handoff, step.event] });
    }
    if (outcome === "ok") answered.set(call, { actor: step.actor, event: step.event });
  }
  return found;
};
