import { effectOf } from "../../../../format/behaviour/effects.ts";
import type { Json } from "../../../../format/event.ts";
import { lookUp } from "../../../../format/importers/kit/read.ts";
import type { RunEvent } from "../run-events.ts";
import { hashText, visitLeaves } from "./hash.ts";
import { jsonText } from "./json-text.ts";

/** What is true of one run: properties it has, and numbers it shows. Names are in words a person can filter by. */
export interface RunTraits {
  /** `kind` of trait to names. */
  readonly has: ReadonlyMap<string, ReadonlySet<string>>;
  readonly numbers: ReadonlyMap<string, number>;
}

const FIRST_STEPS = 3;
const LONGEST_VALUE = 48;
const MOST_OF_A_KIND = 2000;
const WORD = /\p{L}[\p{L}\p{N}_'-]{2,}/gu;
const MOST_TEXT = 4000;

/** Words that say nothing of what a text is about. */
const COMMON: ReadonlySet<string> = new Set(
  "the and for are but not you all any can had her was one our out has his how its may new now old see two way who did get let put say she too use with this that have from they will would there their what about which when make like time just know take into your some could them than then look only come over also back after work first well even want because these give most please been were more very much such here does don't i'm it's i'll".split(" "),
);

/** What is looked at in events of a kind beside what all have. */
const BY_KIND: Readonly<Record<string, (collector: TraitCollector, event: RunEvent) => void>> = {
  tool_call: (collector, event) => collector.addCall(event),
  prompt_policy: (collector, event) => collector.addPrompt(event),
  llm_request: (collector, event) => collector.addRequest(event),
  handoff: (collector, event) => collector.addHandoff(event),
  human_input: (collector, event) => collector.addWords(event),
  llm_response: (collector, event) => collector.addWords(event),
  agent_turn: (collector, event) => collector.addWords(event),
};

/** Looks at one event after another and notes what it says of its run. */
export class TraitCollector {
  readonly #has = new Map<string, Set<string>>();
  readonly #numbers = new Map<string, number>();
  readonly #called = new Map<string, number>();
  #steps = 0;
  #lastTool = "";

  add(event: RunEvent): void {
    const { kind, envelope } = event;
    this.#note("agent", envelope.agent);
    this.#note("model", envelope.model);
    lookUp(BY_KIND, kind)?.(this, event);
    this.#addOutcome(event);
    if (kind !== "agent_start" && kind !== "agent_end") this.#count("steps");
    if (typeof envelope.tokens_in === "number") this.#most("largest context, tokens", envelope.tokens_in);
    if (typeof envelope.cost_usd === "number") this.#sum("cost, US dollars", envelope.cost_usd);
  }

  /** What was found. */
  finish(): RunTraits {
    for (const [call, times] of this.#called) if (times > 1) this.#note("repeated call", call.split("(")[0]);
    return { has: this.#has, numbers: this.#numbers };
  }

  addHandoff({ envelope }: RunEvent): void {
    this.#note("handoff", `${envelope.agent ?? "?"} → ${envelope.to ?? "?"}`);
  }

  addPrompt({ envelope, payload }: RunEvent): void {
    this.#note("prompt", `${envelope.policy ?? envelope.name ?? "prompt"} #${shortHash(payload())}`);
  }

  addCall({ envelope, payload }: RunEvent): void {
    const tool = envelope.tool ?? envelope.name ?? "tool";
    this.#note("tool", tool);
    this.#count("tool calls");
    if (effectOf(tool) === "write") this.#count("calls that change something");
    if (this.#steps < FIRST_STEPS) this.#note(`call ${++this.#steps}`, tool);
    if (this.#lastTool !== "") this.#note("tool after tool", `${this.#lastTool}, then ${tool}`);
    this.#lastTool = tool;
    const args = argumentsOf(payload());
    const call = `${tool}(${jsonText(args)})`;
    this.#called.set(call, (this.#called.get(call) ?? 0) + 1);
    if (typeof args !== "object" || args === null || Array.isArray(args)) return;
    for (const [key, value] of Object.entries(args)) {
      if (typeof value === "object" && value !== null) continue;
      const text = String(value);
      if (text.length <= LONGEST_VALUE) this.#note("argument", `${tool}.${key} = ${text}`);
    }
  }

  addRequest(event: RunEvent): void {
    const payload = event.payload();
    const system = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as { readonly system?: Json }).system : undefined;
    if (system !== undefined) this.#note("prompt", `system #${shortHash(system)}`);
  }

  addWords(event: RunEvent): void {
    const speaker = event.kind === "human_input" ? "said to it" : "said by it";
    visitLeaves(textMember(event.payload()), (_path, text) => {
      for (const [word] of text.slice(0, MOST_TEXT).toLowerCase().matchAll(WORD)) if (!COMMON.has(word)) this.#note(speaker, word);
    });
  }

  #addOutcome({ kind, envelope, flag }: RunEvent): void {
    if (flag === 1 && kind !== "agent_end") this.#note("failure", `${envelope.tool ?? envelope.name ?? kind}: ${envelope.error_class ?? "failed"}`);
    if (flag === 2) this.#note("stopped", `${envelope.tool ?? envelope.policy ?? envelope.name ?? kind}: ${envelope.outcome ?? kind}`);
    if (flag === 1 && kind === "tool_result") this.#count("failed tool results");
  }

  #note(kind: string, name: string | undefined): void {
    if (name === undefined || name === "") return;
    const names = this.#has.get(kind) ?? new Set<string>();
    this.#has.set(kind, names);
    if (names.size < MOST_OF_A_KIND) names.add(name);
  }

  #count(name: string): void {
    this.#sum(name, 1);
  }

  #sum(name: string, value: number): void {
    this.#numbers.set(name, (this.#numbers.get(name) ?? 0) + value);
  }

  #most(name: string, value: number): void {
    this.#numbers.set(name, Math.max(this.#numbers.get(name) ?? 0, value));
  }
}

function argumentsOf(payload: Json | undefined): Json | undefined {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as { readonly arguments?: Json }).arguments : undefined;
}

function textMember(payload: Json | undefined): Json | undefined {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as { readonly content?: Json }).content : undefined;
}

function shortHash(value: Json | undefined): string {
  return (hashText(jsonText(value)) >>> 0).toString(16).padStart(8, "0").slice(0, 6);
}
