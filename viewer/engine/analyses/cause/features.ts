import type { Cue } from "./cues.ts";
import { cueCounter, type ActOutcome, type RunFacts, type StepFacts } from "./facts.ts";

/** What a feature looks at, for ablation and for switching place off. */
export type FeatureGroup = "place" | "structure" | "origin" | "words";

/** One named number of a step. */
export interface Feature {
  readonly group: FeatureGroup;
  /** What a high value means, as the end of a sentence that begins with "it …". */
  readonly says: string;
  readonly value: (fact: StepFacts, run: RunFacts) => number;
}

const is = (condition: boolean): number => (condition ? 1 : 0);
const place = ({ at }: StepFacts, { facts }: RunFacts): number => (facts.length < 2 ? 0 : at / (facts.length - 1));
const acts = ({ step }: StepFacts): boolean => step.tools.length > 0;

const writes = ({ step }: StepFacts): boolean => step.changes;

function feature(group: FeatureGroup, says: string, value: Feature["value"]): Feature {
  return { group, says, value };
}

function words(says: string, cue: Cue): Feature {
  const count = cueCounter(cue);
  return feature("words", says, (fact) => Math.log1p(count(fact)));
}

function nextWords(says: string, cue: Cue): Feature {
  const count = cueCounter(cue);
  return feature("words", says, ({ next }, { facts }) => Math.log1p(count(facts[next])));
}

function outcome(says: string, outcome: ActOutcome): Feature {
  return feature("structure", says, (fact) => is(fact.outcome === outcome));
}

function before(says: string, outcome: ActOutcome): Feature {
  return feature("structure", says, (fact) => is(fact.before === outcome));
}

/** Every feature by name. Weights are stored under the same names; a name without a weight counts for nothing. */
export const FEATURES = {
  place: feature("place", "stands late in the run", place),
  placeSquared: feature("place", "stands at the very end", (fact, run) => place(fact, run) ** 2),
  logIndex: feature("place", "has many steps before it", (fact) => Math.log1p(fact.at)),
  first: feature("place", "is the first step", (fact) => is(fact.order === 0)),
  second: feature("place", "is the second step", (fact) => is(fact.order === 1)),
  last: feature("place", "is the last step", (fact, run) => is(fact.order === run.candidates.length - 1)),
  lastButOne: feature("place", "is the last step but one", (fact, run) => is(fact.order === run.candidates.length - 2)),
  closes: feature("structure", "only closes the conversation", (fact) => is(fact.closes)),
  isAnswer: feature("structure", "gives the final answer", (fact, run) => is(fact.at === run.answerAt)),
  acts: feature("structure", "acts (a tool, or code)", (fact) => is(acts(fact))),
  firstAct: feature("structure", "is the first to act", (fact, run) => is(fact.at === run.firstAct)),
  resultOk: outcome("got a result", "ok"),
  resultFailed: outcome("failed when carried out", "failed"),
  resultVoid: outcome("gave nothing to carry out", "void"),
  resultShort: feature("structure", "got a very short result", (fact) => is(fact.outcome === "ok" && fact.resultLength < 120)),
  resultLong: feature("structure", "got a long result", (fact) => is(fact.resultLength > 1500)),
  afterFailed: before("answers a failure", "failed"),
  afterOk: before("builds on a result", "ok"),
  afterVoid: before("follows a step that did nothing", "void"),
  beforeFirstFailure: feature("structure", "led to the first failure", (fact, run) => is(run.firstFailure > 0 && fact.at === run.firstFailure - 1)),
  noFailureFirst: feature("structure", "opened a run in which nothing failed", (fact, run) => is(run.firstFailure < 0 && fact.order === 0)),
  failuresBefore: feature("structure", "comes after several failures", (fact) => Math.log1p(fact.failuresBefore)),
  okNoFailBefore: feature("structure", "got a result before anything had failed", (fact) => is(fact.outcome === "ok" && fact.failuresBefore === 0)),
  firstTurn: feature("structure", "is its agent's first turn", (fact) => is(fact.turnsBefore === 0)),
  actorShare: feature("structure", "is by the agent that spoke most", (fact, run) => (run.turnsOf.get(fact.step.actor) ?? 0) / Math.max(1, run.candidates.length)),
  otherNext: feature("structure", "was taken up by another agent", (fact, run) => is(fact.next >= 0 && run.facts[fact.next]?.step.actor !== fact.step.actor)),
  delegates: feature("structure", "hands the work to another agent", (fact) => is(fact.step.to !== "")),
  aside: feature("structure", "is a thought that nobody answers", (fact) => is(fact.step.isAside)),
  repeats: feature("structure", "repeats its agent's step before", (fact) => fact.repeats),
  length: feature("structure", "is long", (fact) => Math.log1p(fact.tokens.words.length)),
  newWords: feature("origin", "brings up much that is new", (fact) => (fact.tokens.words.length === 0 ? 0 : fact.newWords / fact.tokens.words.length)),
  newNumbers: feature("origin", "brings in numbers nobody had given", (fact) => Math.log1p(fact.newNumbers)),
  taskShare: feature("origin", "repeats the words of the task", (fact) => fact.taskShare),
  answerWords: feature("origin", "is where words of the final answer first stand", (fact) => fact.answerWords),
  answerNumbers: feature("origin", "is where numbers of the final answer first stand", (fact) => fact.answerNumbers),
  answerFromResult: feature("origin", "called for the result that the final answer's numbers come from", (fact, run) => (fact.outcome === "ok" ? (run.facts[fact.at + 1]?.answerNumbers ?? 0) : 0)),
  asksUngrounded: feature("origin", "asks about values that no message or result had given", (fact) => (writes(fact) ? 0 : Math.log1p(fact.ungrounded))),
  writesUngrounded: feature("origin", "changes something with values that nobody had given", (fact) => is(writes(fact) && fact.ungrounded > 0)),
  echoless: feature("origin", "got a result that names nothing it asked about", (fact) => is(fact.echoless)),
  writes: feature("structure", "changes something outside", (fact) => is(writes(fact))),
  firstWrite: feature("structure", "makes the first change outside", (fact, run) => is(fact.at === run.firstWrite)),
  person: feature("structure", "was answered by a person", (fact, run) => is(run.facts[fact.at + 1]?.step.role === "person")),
  assumed: words("works with assumed or simulated input", "assumed"),
  byHand: words("goes by memory or by hand", "byHand"),
  doubt: words("sounds doubtful", "doubt"),
  trouble: words("speaks of trouble", "trouble"),
  objection: words("calls earlier work wrong", "objection"),
  check: words("speaks of checking", "check"),
  agree: words("agrees with what stands", "agree"),
  concludes: words("draws a conclusion", "concludes"),
  plans: words("lays out a plan", "plans"),
  looksUp: words("looks something up", "looksUp"),
  reckons: words("calculates", "reckons"),
  asks: words("asks others to go on", "asks"),
  barred: words("meets a locked door", "barred"),
  nextTrouble: nextWords("is followed by talk of trouble", "trouble"),
  nextObjection: nextWords("is called wrong by the next step", "objection"),
  nextAgree: nextWords("is agreed to by the next step", "agree"),
  nextAssumed: nextWords("is followed by assumptions", "assumed"),
  nextCheck: nextWords("is followed by a check", "check"),
} as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof FEATURES;

/** Names of all features in a fixed order. */
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly FeatureName[];

/** The features of every candidate of a run, in the order of FEATURE_NAMES. */
export function featureRows(run: RunFacts): Float64Array[] {
  const values = FEATURE_NAMES.map((name) => FEATURES[name].value);
  return run.candidates.map((at) => {
    const row = new Float64Array(values.length);
    const fact = run.facts[at] as StepFacts;
    for (const [index, value] of values.entries()) row[index] = value(fact, run);
    return row;
  });
}
