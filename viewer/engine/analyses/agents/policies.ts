import type { Json } from "../../../../format/event.ts";
import { asObject } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "../story/event.ts";
import { agentOf } from "./talk.ts";

/** A prompt policy that came into force. */
export interface Policy {
  readonly event: number;
  readonly agent: string;
  readonly name: string;
  readonly changes: readonly { readonly key: string; readonly before: string; readonly after: string }[];
  readonly isFirst: boolean;
}

const MOST_KEYS = 100;
const LONGEST = 200;

/** Prompt policies in order, each with what it changes against the one before of the same agent. */
export function policiesOf(events: readonly StoryEvent[]): Policy[] {
  const last = new Map<string, { readonly name: string; readonly parameters: ReadonlyMap<string, string> }>();
  return events.filter(({ kind }) => kind === "prompt_policy").map((event) => {
    const agent = agentOf(event);
    const name = event.envelope.policy ?? event.envelope.name ?? "";
    const parameters = parametersOf(event);
    const before = last.get(agent);
    last.set(agent, { name, parameters });
    const keys = [...new Set([...(before?.parameters.keys() ?? []), ...parameters.keys()])];
    const changes = keys.map((key) => ({ key, before: before?.parameters.get(key) ?? "", after: parameters.get(key) ?? "" })).filter((change) => change.before !== change.after);
    return { event: event.index, agent, name, changes, isFirst: before === undefined };
  });
}

/** The policy an agent works under: its own last one, else the last of the agent that encloses all the others. */
export class PoliciesInForce {
  readonly #policies: readonly Policy[];
  readonly #root: string;
  readonly #latest = new Map<string, number>();
  #next = 0;

  constructor(policies: readonly Policy[], root: string) {
    this.#policies = policies;
    this.#root = root;
  }

  /** Place in the list; -1 if none is in force. Must be asked about events in their order. */
  at(event: number, agent: string): number {
    for (let policy = this.#policies[this.#next]; policy !== undefined && policy.event < event; policy = this.#policies[++this.#next]) this.#latest.set(policy.agent, this.#next);
    return this.#latest.get(agent) ?? this.#latest.get(this.#root) ?? this.#latest.get("") ?? -1;
  }
}

function parametersOf(event: StoryEvent): ReadonlyMap<string, string> {
  const members = Object.entries(asObject(asObject(event.payload())?.["parameters"]) ?? {}).slice(0, MOST_KEYS);
  return new Map(members.map(([key, value]) => [key, textOf(value)]));
}

function textOf(value: Json | undefined): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, LONGEST);
}
