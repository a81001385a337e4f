import type { Finder, FoundAlert } from "./found.ts";

/** Steps of the receiving agent looked at after a handoff. */
const LOOK_AHEAD = 12;

/** After a handoff the receiver makes a call again whose answer its predecessor already had: the context did not come along. */
export const contextLost: Finder = (events, run) => {
  const found: FoundAlert[] = [];
  const madeBy = new Map<string, { readonly actor: string; readonly event: number }>();
  let handoff: { readonly event: number; readonly from: string; readonly to: string } | undefined;
  let since = 0;
  let next = 0;
  for (const { step, outcome } of run.facts) {
    for (; next <= step.event && next < events.length; next++) {
      const event = events[next];
      if (event?.kind === "handoff") [handoff, since] = [{ event: event.index, from: event.envelope.agent ?? "", to: event.envelope.to ?? "" }, 0];
    }
    if (step.role !== "agent" || step.tools.length === 0 || step.values.length === 0) continue;
    const call = `${step.tools.join(" ")} ${step.values.join("\u0000")}`;
    const before = madeBy.get(call);
    if (handoff !== undefined && ++since <= LOOK_AHEAD && before !== undefined && before.actor !== step.actor && before.event < handoff.event) {
      const signal = `${step.actor} asks ${step.tools[0] ?? "a tool"} again for what ${before.actor} already had before the handoff`;
      found.push({ type: "context_lost", severity: "medium", signal, agent: step.actor, events: [before.event, handoff.event, step.event] });
    }
    if (outcome === "ok") madeBy.set(call, { actor: step.actor, event: step.event });
  }
  return found;
};
