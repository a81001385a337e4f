import { effectOf } from "../../../../format/behaviour/effects.ts";
import { asObject, asText, lookUp } from "../../../../format/importers/kit/read.ts";
import type { EntryKind, EvasionInfo, IncidentInfo, SafetyAnalyses, SafetyInfo, TrailEntry } from "../../contracts/safety.ts";
import type { EventRef } from "../../contracts/insight.ts";
import { preview } from "../../preview.ts";
import { refsOf } from "../insight/refs.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvent, type RunEvents } from "../run-events.ts";
import { actsOf, type Act } from "./acts.ts";
import { evasionsOf, type Evasion } from "./evasion.ts";
import { gapsOf } from "./gaps.ts";
import { incidentsOf, type Incident } from "./incidents.ts";
import { NO_VERDICT, reasonOf, STOPS, Verdicts, verdictOf, type Verdict } from "./verdicts.ts";

const PAYLOAD_LIMIT = 128 * 1024;
const MOST_ENTRIES = 50_000;
const MOST_INCIDENTS = 200;
const MOST_STEPS = 40;
const MOST_TOOLS = 200;
const LONGEST = 160;

type Ref = (index: number) => EventRef;

/** What guards, people and models said of everything a run did, as one trail. */
export const safetyTrail: Analysis<SafetyAnalyses["safety-trail"]> = async ({ workspace, question }, { run, most }) => {
  const read = await readRun(workspace, run, { question, payloadLimit: PAYLOAD_LIMIT, ...(most !== undefined && { most }) });
  const { events } = read;
  const ref = refsOf(read);
  const acts = actsOf(events);
  const verdicts = new Verdicts(events).of(acts);
  await question.breathe();
  const evasions = evasionsOf(events, acts, verdicts);
  const incidents = incidentsOf(events, new Set(evasions.map(({ retry }) => acts[retry]?.event ?? -1)));
  await question.breathe();
  const entries = entriesOf(read, { acts, verdicts, ref });
  const gaps = gapsOf(acts, verdicts);
  return {
    run,
    events: read.total,
    read: events.length,
    entries: entries.slice(0, MOST_ENTRIES),
    entriesTotal: entries.length,
    guards: events.filter(({ kind }) => kind === "safety_check").length,
    gaps: { ...gaps, tools: gaps.tools.slice(0, MOST_TOOLS).map((tool) => ({ ...tool, first: ref(tool.first) })) },
    incidents: incidents.slice(0, MOST_INCIDENTS).map((incident) => incidentInfo(incident, ref)),
    incidentsTotal: incidents.length,
    evasions: evasions.slice(0, MOST_INCIDENTS).map((evasion) => evasionInfo(evasion, { acts, verdicts, ref })),
  } satisfies SafetyInfo;
};

interface Judged {
  readonly acts: readonly Act[];
  readonly verdicts: readonly Verdict[];
  readonly ref: Ref;
}

const KINDS: Readonly<Record<string, EntryKind>> = { safety_check: "check", policy_violation: "violation", refusal: "refusal", prompt_policy: "policy", human_input: "approval" };

/** A line for each act, and one for each event that speaks about acts, in order. */
function entriesOf(read: RunEvents, { acts, verdicts, ref }: Judged): TrailEntry[] {
  const { events } = read;
  const lines: { readonly index: number; readonly entry: TrailEntry }[] = acts.map((act, place) => ({ index: act.event, entry: actEntry(read, act, { verdict: verdicts[place] ?? NO_VERDICT, ref }) }));
  for (const event of events) {
    const verdict = event.kind === "prompt_policy" ? "in force" : verdictOf(event);
    const kind = lookUp(KINDS, event.kind);
    if (verdict === undefined || kind === undefined) continue;
    const { row, number, text, outcome, agent } = ref(event.index);
    lines.push({ index: event.index, entry: { row, number, kind: verdict === "denied" && kind === "approval" ? "denial" : kind, eventKind: event.kind, outcome, agent, act: actOf(event) || text, policy: event.envelope.policy ?? (kind === "policy" ? (event.envelope.name ?? "") : ""), verdict, because: reasonOf(event).slice(0, LONGEST), effect: "", link: "", judgedBy: -1 } });
  }
  return lines.toSorted((a, b) => a.index - b.index).map(({ entry }) => entry);
}

/** What a guard looked at: the act it names, else its own name. What it says of it stands beside. */
function actOf({ kind, envelope, payload }: RunEvent): string {
  return kind === "safety_check" ? (asText(asObject(payload())?.["blocked_action"]) ?? envelope.name ?? "").slice(0, LONGEST) : "";
}

function actEntry({ events }: RunEvents, act: Act, { verdict, ref }: { readonly verdict: Verdict; readonly ref: Ref }): TrailEntry {
  const { row, number, kind, outcome, agent } = ref(act.event);
  const judge = events[verdict.by];
  const because = judge === undefined ? "no guard, person or model said anything of this call" : reasonOf(judge);
  return { row, number, kind: act.kind, eventKind: kind, outcome, agent, act: actText(act), policy: verdict.policy, verdict: verdict.verdict, because: because.slice(0, LONGEST), effect: effectOf(act.tool), link: verdict.link, judgedBy: judge?.row ?? -1 };
}

/** A call in one line: the tool with its arguments. */
export function actText({ tool, arguments: args }: Act): string {
  return preview("tool_call", { tool }, { arguments: args }).slice(0, LONGEST);
}

function incidentInfo({ policy, steps }: Incident, ref: Ref): IncidentInfo {
  const shown = steps.slice(0, MOST_STEPS).map(({ event, role }) => ({ event: ref(event), role }));
  const worst = shown.find(({ role }) => role === "block" || role === "denial") ?? shown.find(({ role }) => role === "violation" || role === "refusal") ?? shown.at(-1);
  return { title: worst?.event.text ?? "", policy, steps: shown, stepsTotal: steps.length };
}

function evasionInfo({ blocked, retry, likeness }: Evasion, { acts, verdicts, ref }: Judged): EvasionInfo {
  const [first, again] = [acts[blocked] as Act, acts[retry] as Act];
  return { blocked: ref(first.event), retry: ref(again.event), wanted: actText(first), triedAs: actText(again), likeness, gotThrough: !STOPS.has(verdicts[retry]?.verdict ?? "none") };
}
