import type { IncidentStep } from "../../contracts/safety.ts";
import { FLAG_STOPPED } from "../../trace-columns.ts";
import type { StoryEvent } from "../story/event.ts";
import { listOf } from "./acts.ts";
import { verdictOf } from "./verdicts.ts";

type Role = IncidentStep["role"];

/** What guards spoke about, from the policy in force to what came of it; steps in order. */
export interface Incident {
  readonly policy: string;
  readonly steps: readonly { readonly event: number; readonly role: Role }[];
}

/** Events after which the same policy begins a new incident, and the incidents one is looked for among. */
const APART = 60;
const LOOKED_BACK = 20;

interface Draft {
  policy: string;
  readonly roles: Map<number, Role>;
  readonly ids: Set<string>;
  last: number;
}

/** Every time a guard, a person or the model did not simply let something pass. `retries` are indexes of acts tried again after a stop. */
export function incidentsOf(events: readonly StoryEvent[], retries: ReadonlySet<number>): Incident[] {
  const byId = new Map(events.map(({ envelope, index }) => [envelope.id ?? "", index]));
  const drafts: Draft[] = [];
  let prompt = -1;
  for (const event of events) {
    if (event.kind === "prompt_policy") prompt = event.index;
    const role = roleOf(event);
    if (role === undefined) continue;
    const causes = causesOf(event);
    const draft = draftFor(drafts, event, { causes, prompt });
    if (draft === undefined) continue;
    for (const id of causes) addCause(draft, events[byId.get(id) ?? -1], retries);
    for (const id of listOf(event.envelope.evidence)) addStep(draft, events[byId.get(id) ?? -1], "evidence");
    addStep(draft, event, role);
  }
  return drafts.map(({ policy, roles }) => ({ policy, steps: [...roles].toSorted(([a], [b]) => a - b).map(([event, role]) => ({ event, role })) }));
}

/** The incident an event belongs to: that of one of its causes, or a recent one of the same policy; else a new one. What a person says of nothing belongs to none. */
function draftFor(drafts: Draft[], { kind, index, envelope }: StoryEvent, { causes, prompt }: { readonly causes: readonly string[]; readonly prompt: number }): Draft | undefined {
  const policy = envelope.policy ?? "";
  const isOf = (draft: Draft): boolean => causes.some((id) => draft.ids.has(id)) || (policy !== "" && draft.policy === policy && index - draft.last <= APART);
  const known = drafts.slice(-LOOKED_BACK).findLast(isOf);
  if (known === undefined && kind === "human_input" && causes.length === 0) return undefined;
  const draft = known ?? { policy, roles: new Map<number, Role>(prompt < 0 ? [] : [[prompt, "policy"]]), ids: new Set<string>(), last: index };
  if (known === undefined) drafts.push(draft);
  if (draft.policy === "") draft.policy = policy;
  draft.last = index;
  return draft;
}

function causesOf({ envelope }: StoryEvent): readonly string[] {
  return [...listOf(envelope.upstream), ...(envelope.reply_to === undefined ? [] : [envelope.reply_to])];
}

function addCause(draft: Draft, cause: StoryEvent | undefined, retries: ReadonlySet<number>): void {
  if (cause === undefined || draft.roles.has(cause.index)) return;
  if (retries.has(cause.index)) addStep(draft, cause, "retry");
  else if (cause.kind === "tool_call") addStep(draft, cause, "call");
  else if (cause.kind === "llm_response" || cause.kind === "decision") addStep(draft, cause, "asked for");
}

function addStep(draft: Draft, event: StoryEvent | undefined, role: Role): void {
  if (event === undefined) return;
  draft.roles.set(event.index, role);
  draft.ids.add(event.envelope.id ?? "");
}

const ROLES: Readonly<Record<string, Role>> = { warned: "warning", failed: "failed check", blocked: "block", denied: "denial", refused: "refusal", violated: "violation", approved: "approval" };

function roleOf(event: StoryEvent): Role | undefined {
  const { kind, envelope, flag } = event;
  if (kind === "tool_result" && flag === FLAG_STOPPED) return envelope.outcome === "denied" ? "denial" : envelope.outcome === "refused" ? "refusal" : "block";
  return ROLES[verdictOf(event) ?? ""];
}
