import type { EventRecord } from "../event.ts";
import { flowOf, NOTHING, relatedIds, type Alert, type Detector } from "./alert.ts";
import { BoundedMap } from "./bounded-map.ts";
import { saysSame, type Likeness } from "./intent.ts";
import { printOf, type Print } from "./print.ts";
import { Repeats } from "./repeats.ts";
import { membersOf } from "./steps.ts";

const MOST_FLOWS = 200;
const TIMES = 3;
const WINDOW = 6;
const LEAST_UNITS = 20;
const ALIKE_WORDS = 0.9;
/** What breaks a run of talk: something was done, or somebody else came in. */
const ACTS: ReadonlySet<string> = new Set(["tool_result", "retrieval", "human_input", "handoff"]);

interface Said {
  readonly id: string;
  readonly print: Print;
}

/** An agent that says the same thing three times with nothing done and no person heard between. */
export class MessageLoopDetector implements Detector {
  readonly #flows = new BoundedMap<Repeats<Said>>(MOST_FLOWS);

  observe(event: EventRecord): readonly Alert[] {
    if (ACTS.has(event.kind)) this.#flows.each((key, repeats) => key.startsWith(`${event.session}\n`) && repeats.forget());
    const print = saidBy(event);
    if (print === undefined || print.units < LEAST_UNITS) return NOTHING;
    const repeats = this.#flows.get(`${flowOf(event)}\n${event.kind}`, () => new Repeats({ window: WINDOW, least: () => TIMES, compare }));
    const { repeat } = repeats.add({ id: event.id, print });
    if (repeat === undefined) return NOTHING;
    const signal = `the same thing was said ${repeat.items.length} times with nothing done between`;
    return [{ alertType: "message_loop", severity: "medium", signal, related: relatedIds(repeat.items.map(({ id }) => id)), agent: event.agent ?? "" }];
  }
}

function saidBy(event: EventRecord): Print | undefined {
  const members = membersOf(event);
  if (event.kind === "llm_response") return members["tool_calls"] === undefined ? printOf(members["content"]) : undefined;
  if (event.kind === "agent_turn") return printOf(members["content"]);
  return event.kind === "decision" ? printOf({ action: members["chosen_action"], said: members["reasoning"] }) : undefined;
}

function compare(one: Said, other: Said): Likeness {
  if (one.print.exact === other.print.exact) return "exact";
  return saysSame(one.print, other.print, ALIKE_WORDS) ? "near" : "other";
}
