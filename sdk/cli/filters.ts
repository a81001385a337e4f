import type { EventRecord } from "../../format/event.ts";
import { FAILING_OUTCOMES } from "../../format/kinds.ts";
import type { Args, Option } from "./command.ts";

/** Options that choose events, shared by the commands that list them. */
export const FILTERS: Readonly<Record<string, Option>> = {
  kind: { type: "string", short: "k", value: "kinds", help: "Only these kinds, e.g. tool_call,tool_result" },
  tool: { type: "string", short: "t", value: "names", help: "Only these tools" },
  agent: { type: "string", short: "a", value: "names", help: "Only these agents" },
  session: { type: "string", short: "s", value: "ids", help: "Only these runs, by the beginning of their id" },
  errors: { type: "boolean", short: "e", help: "Only what failed" },
};

/** True for events the options choose. */
export function filterOf(args: Args): (event: EventRecord) => boolean {
  const list = (name: string): readonly string[] | undefined => args.text(name)?.split(",");
  const [kinds, tools, agents, sessions] = ["kind", "tool", "agent", "session"].map(list);
  const isIn = (chosen: readonly string[] | undefined, value: string | undefined): boolean => chosen === undefined || chosen.includes(value ?? "");
  return (event) =>
    isIn(kinds, event.kind) &&
    isIn(tools, event.tool) &&
    isIn(agents, event.agent) &&
    (sessions === undefined || sessions.some((session) => event.session.startsWith(session))) &&
    (!args.flag("errors") || isFailure(event));
}

/** True if the event says that something went wrong. */
export function isFailure({ kind, outcome }: EventRecord): boolean {
  return outcome === undefined ? kind === "error" : FAILING_OUTCOMES.includes(outcome as (typeof FAILING_OUTCOMES)[number]);
}
