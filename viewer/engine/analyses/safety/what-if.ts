import { judge } from "../../../../format/policy/evaluate.ts";
import { readPolicy, type Policy, type PolicyRule } from "../../../../format/policy/policy.ts";
import type { SafetyAnalyses, SafetyVerdict, WhatIfCall, WhatIfInfo } from "../../contracts/safety.ts";
import { refsOf } from "../insight/refs.ts";
import type { Analysis } from "../index.ts";
import { readRun } from "../run-events.ts";
import { actsOf } from "./acts.ts";
import { actText } from "./trail.ts";
import { STOPS, Verdicts } from "./verdicts.ts";

const PAYLOAD_LIMIT = 128 * 1024;
const MOST_CALLS = 50_000;

/** What a policy would have decided of every call of a run, beside what was decided. */
export const whatIf: Analysis<SafetyAnalyses["what-if"]> = async ({ workspace, question }, { run, policy: text }) => {
  const read = readPolicy(text);
  if (!read.ok) return { ...NOTHING, problems: read.problems };
  const { policy } = read;
  const { events, ...rest } = await readRun(workspace, run, { question, payloadLimit: PAYLOAD_LIMIT });
  const ref = refsOf({ events, ...rest });
  const acts = actsOf(events);
  const verdicts = new Verdicts(events).of(acts);
  const counts = { allow: 0, ask: 0, deny: 0 };
  const hits = policy.rules.map(() => 0);
  const calls = acts.map((act, place): WhatIfCall => {
    const { decision, rule } = judge(policy, act);
    counts[decision]++;
    if (rule >= 0) hits[rule] = (hits[rule] ?? 0) + 1;
    const { row, number, agent } = ref(act.event);
    const was = verdicts[place]?.verdict ?? "none";
    return { row, number, act: actText(act), agent, was, decision, rule, isChange: isChange(was, decision) };
  });
  const changes = calls.filter((call) => call.isChange).length;
  return { problems: [], name: policy.name ?? "", counts, rules: policy.rules.map((rule, at) => ({ title: titleOf(rule, at), decision: rule.decision, because: rule.because ?? "", hits: hits[at] ?? 0 })), calls: calls.slice(0, MOST_CALLS), callsTotal: calls.length, changes };
};

const NOTHING: WhatIfInfo = { problems: [], name: "", counts: { allow: 0, ask: 0, deny: 0 }, rules: [], calls: [], callsTotal: 0, changes: 0 };

/** True if what was let through would not have been, or the other way round. A call nobody judged was let through. */
function isChange(was: SafetyVerdict, decision: Policy["default"]): boolean {
  return STOPS.has(was) ? decision === "allow" : decision !== "allow";
}

function titleOf({ id, tool, agent, effect, arguments: conditions }: PolicyRule, at: number): string {
  if (id !== undefined && id !== "") return id;
  const says = [[tool ?? []].flat().join(", "), [agent ?? []].flat().join(", "), effect ?? "", Object.keys(conditions ?? {}).join(", ")].filter((part) => part !== "");
  return says.length === 0 ? `rule ${at + 1}` : `rule ${at + 1}: ${says.join(" · ")}`;
}
