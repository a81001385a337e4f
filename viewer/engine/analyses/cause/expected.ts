import { effectOf } from "../../../../format/behaviour/effects.ts";
import type { Json } from "../../../../format/event.ts";
import { asList, asObject, asText } from "../../../../format/importers/kit/read.ts";
import { preview } from "../../preview.ts";
import type { StoryEvent } from "../story/event.ts";

/** How a run differs from the acts it was expected to make, where the trace says so. Only acts that change something count. */
export interface Deviations {
  /** Indexes of calls that change something and were not expected. */
  readonly wrong: readonly number[];
  /** Expected acts that no call matches, as text. */
  readonly missing: readonly string[];
}

const MOST_ACTS = 200;

/** Compares the calls of a run with the expected ones of its closing event; undefined if none are named there. */
export function deviationsOf(events: readonly StoryEvent[]): Deviations | undefined {
  const end = events.findLast(({ kind, parent }) => kind === "agent_end" && parent < 0) ?? events.findLast(({ kind }) => kind === "agent_end");
  const expected = asList(asObject(end?.payload())?.["expected"]).slice(0, MOST_ACTS).flatMap(actOf);
  if (expected.length === 0) return undefined;
  const wanted = new Set(expected.map(keyOf));
  const changes = events.filter(({ kind, envelope }) => kind === "tool_call" && effectOf(envelope.tool ?? "") === "write");
  const made = changes.map((event) => ({ event, key: keyOf({ name: event.envelope.tool ?? "", given: asObject(event.payload())?.["arguments"] }) }));
  const keys = new Set(made.map(({ key }) => key));
  return {
    wrong: made.filter(({ key }) => !wanted.has(key)).map(({ event }) => event.index),
    missing: expected.filter((act) => effectOf(act.name) === "write" && !keys.has(keyOf(act))).map(({ name, given }) => preview("tool_call", { tool: name }, given === undefined ? {} : { arguments: given })),
  };
}

interface Act {
  readonly name: string;
  readonly given: Json | undefined;
}

function actOf(value: Json): Act[] {
  const act = asObject(value);
  const name = asText(act?.["name"]) ?? asText(act?.["tool"]);
  return name === undefined ? [] : [{ name, given: act?.["kwargs"] ?? act?.["arguments"] }];
}

function keyOf({ name, given }: Act): string {
  return `${name} ${JSON.stringify(Object.entries(asObject(given) ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
}
