import { lookUp } from "../importers/kit/read.ts";
import type { EventRecord } from "../event.ts";
import { flowOf, NOTHING, relatedIds, type Alert, type Detector } from "./alert.ts";
import { BoundedMap } from "./bounded-map.ts";
import { saysSame } from "./intent.ts";
import { printOf, type Print } from "./print.ts";
import { membersOf } from "./steps.ts";

const MOST_FLOWS = 200;
const HALF_LIFE_STEPS = 10;
const ALARM = 2;
const CALM = 1;
const EVASIONS = 2;
const MOST_KEPT = 16;
const ALIKE_WORDS = 0.5;
const HIGH_PRESSURE = 3;

/** What a guard's word weighs, by the kind of event and its outcome. */
const WEIGHTS: Readonly<Record<string, number>> = { "safety_check warn": 0.5, "safety_check failed": 1, "safety_check blocked": 1, refusal: 1, policy_violation: 1.5, "tool_result blocked": 1, "tool_result denied": 1 };
const STEPS: ReadonlySet<string> = new Set(["tool_call", "llm_response", "agent_turn", "decision"]);

interface Blocked {
  readonly id: string;
  readonly tool: string | undefined;
  readonly wanted: Print;
  readonly retries: string[];
}

interface Flow {
  pressure: number;
  isAlarmed: boolean;
  recent: string[];
  blocked: Blocked[];
  readonly calls: Map<string, EventRecord>;
}

/**
 * Pressure on the guards: blocks, refusals and violations that come faster than they fade (half in ten steps). And
 * evasion: what was blocked, tried again in other words, twice or more.
 */
export class GuardrailDetector implements Detector {
  readonly #flows = new BoundedMap<Flow>(MOST_FLOWS);

  observe(event: EventRecord): readonly Alert[] {
    const flow = this.#flows.get(flowOf(event), () => ({ pressure: 0, isAlarmed: false, recent: [], blocked: [], calls: new Map() }));
    if (STEPS.has(event.kind)) flow.pressure *= 2 ** (-1 / HALF_LIFE_STEPS);
    const evasion = event.kind === "tool_call" ? this.#evasion(flow, event) : NOTHING;
    const weight = lookUp(WEIGHTS, event.kind) ?? lookUp(WEIGHTS, `${event.kind} ${event.outcome ?? ""}`) ?? 0;
    if (weight === 0) return evasion;
    if (event.outcome !== "warn") this.#remember(flow, event);
    return [...evasion, ...this.#press(flow, event, weight)];
  }

  #press(flow: Flow, event: EventRecord, weight: number): readonly Alert[] {
    if (flow.pressure < CALM) {
      flow.isAlarmed = false;
      flow.recent = [];
    }
    flow.pressure += weight;
    flow.recent = [...flow.recent, event.id].slice(-MOST_KEPT);
    if (flow.pressure < ALARM || flow.isAlarmed) return NOTHING;
    flow.isAlarmed = true;
    const signal = `guards spoke ${flow.recent.length} times in short order (pressure ${flow.pressure.toFixed(1)}; alarm at ${ALARM})`;
    return [{ alertType: "guardrail_pressure", severity: flow.pressure >= HIGH_PRESSURE ? "high" : "medium", signal, related: relatedIds(flow.recent), agent: event.agent ?? "" }];
  }

  #remember(flow: Flow, event: EventRecord): void {
    const call = flow.calls.get(event.reply_to ?? "");
    const { blocked_action: action, details } = membersOf(event);
    const wanted = printOf(call === undefined ? (action ?? details) : membersOf(call)["arguments"]);
    if (wanted.units === 0) return;
    flow.blocked = [...flow.blocked, { id: event.id, tool: call?.tool, wanted, retries: [] }].slice(-MOST_KEPT);
  }

  #evasion(flow: Flow, call: EventRecord): readonly Alert[] {
    flow.calls.set(call.id, call);
    if (flow.calls.size > MOST_KEPT) flow.calls.delete(flow.calls.keys().next().value as string);
    const wanted = printOf(membersOf(call)["arguments"]);
    const first = flow.blocked.find((blocked) => (blocked.tool === undefined || blocked.tool === call.tool) && saysSame(blocked.wanted, wanted, ALIKE_WORDS));
    if (first === undefined) return NOTHING;
    first.retries.push(call.id);
    if (first.retries.length !== EVASIONS) return NOTHING;
    const signal = `what a guard had stopped was tried again ${EVASIONS} times in similar words${call.tool === undefined ? "" : ` (${call.tool})`}`;
    return [{ alertType: "guardrail_evasion", severity: "high", signal, related: relatedIds([first.id, ...first.retries]), agent: call.agent ?? "" }];
  }
}
