import type { Step } from "../story/steps.ts";
import { CUES, type Cue } from "./cues.ts";
import { IdNumbers } from "./id-numbers.ts";
import { Vocabulary, type Tokens } from "./vocabulary.ts";

/** What an act led to, as the trace shows it. */
export type ActOutcome = "none" | "ok" | "failed" | "void";

/** What is known of a step besides its text. */
export interface StepFacts {
  readonly step: Step;
  /** Place among the steps, from 0. */
  readonly at: number;
  /** Place among the candidates, from 0; -1 for steps that are none. */
  readonly order: number;
  readonly tokens: Tokens;
  /** Words and numbers that nobody wrote before. */
  readonly newWords: number;
  readonly newNumbers: number;
  /** Share of the task's words that it uses. */
  readonly taskShare: number;
  /** Share of the final answer's words and numbers that first stand here. */
  answerWords: number;
  answerNumbers: number;
  /** What came back directly after it, and directly before. */
  readonly outcome: ActOutcome;
  readonly before: ActOutcome;
  /** Characters that came back directly after it; 0 if nothing did. */
  readonly resultLength: number;
  /** Failing results before it. */
  readonly failuresBefore: number;
  /** Place of the next step of an agent; -1 if there is none. */
  readonly next: number;
  /** Steps the same actor took before. */
  readonly turnsBefore: number;
  /** Likeness (0 to 1) to the actor's own step before. */
  readonly repeats: number;
  /** Values handed to tools that stood in no message, result or prompt before. */
  readonly ungrounded: number;
  /** True if a result came back that names none of the identifiers asked about. */
  readonly echoless: boolean;
  /** True for steps that only close the conversation. */
  readonly closes: boolean;
}

/** Facts of a whole run. */
export interface RunFacts {
  readonly facts: readonly StepFacts[];
  /** Places of the steps that can be at fault: those of agents; of everything if no agent acts. */
  readonly candidates: readonly number[];
  /** Place of the step that gave the final answer; -1 if none did. */
  readonly answerAt: number;
  /** Place of the first failing result, of the first candidate that acts, and of the first that changes something outside; -1 if there is none. */
  readonly firstFailure: number;
  readonly firstAct: number;
  readonly firstWrite: number;
  /** Steps of each actor among the candidates. */
  readonly turnsOf: ReadonlyMap<string, number>;
  /** Different words of the task. */
  readonly taskWords: number;
  /** Place where a word or number first stood; -1 for those of the task. */
  originOf(id: number): number;
  /** Words and numbers of the task and the prompts. */
  readonly givenAtStart: readonly number[];
  /** Text of a word or number, its id (-1 if it never stood), and the ids of a text. */
  tokenText(id: number): string;
  tokenId(text: string): number;
  idsOf(text: string): readonly number[];
  /** True for words with a digit in them. */
  hasDigit(id: number): boolean;
}

const CLOSING = /^\W{0,8}(?:terminate|task completed?|done|end of conversation|stop)\W{0,8}$/i;
const VOID = /\b(?:there is no code|nothing to (?:execute|run)|no (?:code|command)s? (?:found|given|provided))\b/i;
/** Longer results were not void, whatever they say. */
const LONGEST_VOID = 300;

/** Reads a run. `given` is what was asked and prescribed at its start: the task, then system prompts. Linear in its text. */
export function readFacts(steps: readonly Step[], given: readonly string[]): RunFacts {
  const candidates = candidatesOf(steps);
  const orderAt = new Map(candidates.map((at, order) => [at, order]));
  const reading = new Reading(given);
  const next = agentAfter(steps);
  const outcomes = steps.map(outcomeOf);
  let failures = 0;
  const facts = steps.map((step, at): StepFacts => {
    const read = reading.read(steps, at);
    const fact = {
      ...read,
      step,
      at,
      order: orderAt.get(at) ?? -1,
      answerWords: 0,
      answerNumbers: 0,
      outcome: outcomes[at + 1] ?? "none",
      before: outcomes[at - 1] ?? "none",
      resultLength: steps[at + 1]?.role === "result" ? (steps[at + 1] as Step).text.length : 0,
      failuresBefore: failures,
      next: next[at] as number,
      closes: step.text.length < 60 && CLOSING.test(step.text.trim()),
    };
    if (isFailure(step)) failures++;
    return fact;
  });
  const answer = candidates.map((at) => facts[at] as StepFacts).findLast((fact) => !fact.closes && fact.tokens.words.length > 3);
  if (answer !== undefined) reading.traceAnswer(answer.tokens, facts);
  return {
    facts,
    candidates,
    answerAt: answer?.at ?? -1,
    firstFailure: steps.findIndex(isFailure),
    firstAct: candidates.find((at) => (steps[at] as Step).tools.length > 0) ?? -1,
    firstWrite: candidates.find((at) => (steps[at] as Step).changes) ?? -1,
    turnsOf: countBy(candidates.map((at) => (steps[at] as Step).actor)),
    taskWords: reading.taskWords,
    originOf: (id) => reading.originOf(id),
    givenAtStart: reading.givenAtStart,
    tokenText: (id) => reading.vocabulary.text(id),
    tokenId: (text) => reading.vocabulary.id(text),
    hasDigit: (id) => reading.vocabulary.hasDigit(id),
    idsOf: (text) => {
      const { words, numbers } = reading.vocabulary.read(text);
      return [...words, ...numbers];
    },
  };
}

/** Counts the occurrences of a family of words in a step; 0 for a step that is not there. */
export function cueCounter(cue: Cue): (fact: StepFacts | undefined) => number {
  const place = CUES.indexOf(cue);
  return (fact) => fact?.tokens.cues[place] ?? 0;
}

interface Own {
  readonly turns: number;
  readonly words: readonly number[];
}

type ReadStep = Pick<StepFacts, "tokens" | "newWords" | "newNumbers" | "taskShare" | "turnsBefore" | "repeats" | "ungrounded" | "echoless">;

/** How places are kept, so that 0 stays free for what was never read: 1 for the task, then the steps. */
const OF_TASK = 1;
const FIRST_PLACE = 2;

/** Reads the steps in order and remembers where every word first stood. */
class Reading {
  readonly vocabulary = new Vocabulary();
  readonly givenAtStart: number[] = [];
  readonly #task: readonly number[];
  /** For each word the number of the comparison that last marked it. */
  readonly #marks = new IdNumbers();
  #comparisons = 0;
  /** Place where each word or number first stood, plus FIRST_PLACE; OF_TASK for those of the task. */
  readonly #firstAt = new IdNumbers();
  /** 1 for each word or number that a message, result or prompt held. */
  readonly #given = new IdNumbers();
  readonly #own = new Map<string, Own>();

  constructor([task = "", ...prompts]: readonly string[]) {
    const { words, numbers } = this.vocabulary.read(task);
    this.#task = words;
    for (const id of [...words, ...numbers]) this.#firstAt.set(id, OF_TASK);
    for (const text of [task, ...prompts]) {
      const read = this.vocabulary.read(text);
      this.givenAtStart.push(...read.words, ...read.numbers);
      this.#accept(read);
    }
  }

  read(steps: readonly Step[], at: number): ReadStep {
    const { text, actor, role, values } = steps[at] as Step;
    const ungrounded = values.filter((value) => !this.#isGrounded(value)).length;
    const tokens = this.vocabulary.read(text);
    if (role !== "agent") this.#accept(tokens);
    const own = this.#own.get(actor);
    this.#own.set(actor, { turns: (own?.turns ?? 0) + 1, words: tokens.words });
    return {
      tokens,
      newWords: this.#fresh(tokens.words, at),
      newNumbers: this.#fresh(tokens.numbers, at),
      taskShare: this.#task.length === 0 ? 0 : this.#shared(this.#task, tokens.words) / this.#task.length,
      turnsBefore: own?.turns ?? 0,
      repeats: own === undefined ? 0 : this.#likeness(own.words, tokens.words),
      ungrounded,
      echoless: isEcholess(values, steps[at + 1]),
    };
  }

  /** Notes at each step what share of the answer first stood there. */
  traceAnswer({ words, numbers }: Tokens, facts: readonly StepFacts[]): void {
    for (const id of words) {
      const fact = facts[this.originOf(id)];
      if (fact !== undefined) fact.answerWords += 1 / words.length;
    }
    for (const id of numbers) {
      const fact = facts[this.originOf(id)];
      if (fact !== undefined) fact.answerNumbers += 1 / numbers.length;
    }
  }

  /** Takes a text that did not come from an agent as a source of values. */
  #accept({ words, numbers }: Tokens): void {
    for (const id of words) this.#given.set(id, 1);
    for (const id of numbers) this.#given.set(id, 1);
  }

  #isGrounded(value: string): boolean {
    const { words, numbers } = this.vocabulary.read(value);
    return words.every((id) => this.#given.get(id) === 1) && numbers.every((id) => this.#given.get(id) === 1);
  }

  get taskWords(): number {
    return this.#task.length;
  }

  /** Number of ids that two lists have in common. */
  #shared(one: readonly number[], other: readonly number[]): number {
    const mark = ++this.#comparisons;
    for (const id of one) this.#marks.set(id, mark);
    let shared = 0;
    for (const id of other) if (this.#marks.get(id) === mark) shared++;
    return shared;
  }

  #likeness(one: readonly number[], other: readonly number[]): number {
    if (one.length + other.length === 0) return 0;
    const shared = this.#shared(one, other);
    return shared / (one.length + other.length - shared);
  }

  originOf(id: number): number {
    return Math.max(-1, this.#firstAt.get(id) - FIRST_PLACE);
  }

  #fresh(ids: readonly number[], at: number): number {
    let fresh = 0;
    for (const id of ids) {
      if (this.#firstAt.get(id) !== 0) continue;
      this.#firstAt.set(id, at + FIRST_PLACE);
      fresh++;
    }
    return fresh;
  }
}

const IDENTIFIER = /^[#\w.@-]*\d[\w.@-]*$/;
/** Results longer than this were cut by the reader, so that an identifier may be missing. */
const LONGEST_ECHO = 20_000;

function isEcholess(values: readonly string[], result: Step | undefined): boolean {
  if (result?.role !== "result" || result.failed || result.text.length > LONGEST_ECHO) return false;
  const identifiers = values.filter((value) => value.length >= 4 && IDENTIFIER.test(value));
  return identifiers.length > 0 && !identifiers.some((value) => result.text.includes(value));
}

function candidatesOf(steps: readonly Step[]): number[] {
  const agents = [...steps.keys()].filter((at) => (steps[at] as Step).role === "agent");
  return agents.length > 0 ? agents : [...steps.keys()];
}

function agentAfter(steps: readonly Step[]): Int32Array {
  const next = new Int32Array(steps.length);
  let following = -1;
  for (let at = steps.length - 1; at >= 0; at--) {
    next[at] = following;
    if ((steps[at] as Step).role === "agent") following = at;
  }
  return next;
}

function isFailure(step: Step): boolean {
  return step.role === "result" && step.failed;
}

/** What a step says about the act before it. */
function outcomeOf(step: Step): ActOutcome {
  if (step.role !== "result") return "none";
  if (step.failed) return "failed";
  return step.text.length < LONGEST_VOID && VOID.test(step.text) ? "void" : "ok";
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
