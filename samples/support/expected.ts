import { FAILING_OUTCOMES, STOPPED_OUTCOMES } from "../../format/kinds.ts";
import type { Scenario } from "../scenarios/support/stage.ts";

/** A line of a sample, read without any code of the format. */
interface Line {
  readonly id: string;
  readonly kind: string;
  readonly session: string;
  readonly [member: string]: unknown;
}

/** What a run must come to in the viewer. */
interface ExpectedRun {
  readonly title: unknown;
  readonly agent: unknown;
  readonly task: unknown;
  readonly attempt: unknown;
  readonly outcome: unknown;
  readonly events: number;
  readonly errors: number;
  readonly stopped: number;
  readonly toolCalls: number;
  readonly llmCalls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
  /** The event that is selected when the run is opened: the first failing one, else the first one stopped. */
  readonly focus: { readonly id: string; readonly kind: string; readonly name: unknown };
}

/** What a sample's trace must come to in the viewer, worked out from its lines by other means than the engine's. */
export interface Expected {
  readonly title: string;
  readonly question: string;
  /** The event that answers the question. */
  readonly answer: { readonly id: string; readonly kind: string; readonly name: unknown; readonly says: string };
  readonly events: number;
  /** Lines cut or broken. */
  readonly skipped: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly runs: readonly ExpectedRun[];
}

/** Works the expectations out. Throws if no event answers the scenario's question. */
export function expectedOf(scenario: Scenario, text: string): Expected {
  const parts = text.split("\n").slice(1).filter((line) => line !== "");
  const parsed = parts.map(parse);
  const lines = parsed.filter((line) => line !== undefined);
  const { kind, says } = scenario.answer;
  const answer = lines.find((line) => line.kind === kind && JSON.stringify(line).includes(says));
  if (answer === undefined) throw new RangeError(`${scenario.name}: no ${kind} says "${says}"`);
  const sessions = [...new Set(lines.map(({ session }) => session))];
  return {
    title: scenario.title,
    question: scenario.question,
    answer: { id: answer.id, kind, name: answer["name"], says },
    events: lines.length,
    skipped: parts.length - lines.length,
    kinds: Object.fromEntries([...new Set(lines.map((line) => line.kind))].toSorted().map((name) => [name, count(lines, (line) => line.kind === name)])),
    runs: sessions.map((session) => runOf(lines.filter((line) => line.session === session))),
  };
}

function parse(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}

function runOf(lines: readonly Line[]): ExpectedRun {
  const [start] = lines as [Line];
  const end = lines.find((line) => line.kind === "agent_end" && line["parent"] === undefined);
  const failing = lines.filter((line) => line.kind !== "agent_end" && FAILING_OUTCOMES.includes(line["outcome"] as never));
  const stopped = lines.filter((line) => STOPPED_OUTCOMES.includes(line["outcome"] as never));
  const focus = failing[0] ?? stopped[0] ?? (FAILING_OUTCOMES.includes(end?.["outcome"] as never) ? end : undefined) ?? start;
  return {
    title: start["name"],
    agent: start["agent"],
    task: start["task"],
    attempt: start["attempt"] ?? null,
    outcome: end?.["outcome"] ?? "unfinished",
    events: lines.length,
    errors: failing.length,
    stopped: stopped.length,
    toolCalls: count(lines, (line) => line.kind === "tool_call"),
    llmCalls: count(lines, (line) => line.kind === "llm_response"),
    tokensIn: sum(lines, "tokens_in"),
    tokensOut: sum(lines, "tokens_out"),
    costUsd: Math.round(sum(lines, "cost_usd") * 1e6) / 1e6,
    focus: { id: focus.id, kind: focus.kind, name: focus["name"] },
  };
}

function count(lines: readonly Line[], test: (line: Line) => boolean): number {
  return lines.filter(test).length;
}

function sum(lines: readonly Line[], member: string): number {
  return lines.reduce((total, line) => total + (typeof line[member] === "number" ? line[member] : 0), 0);
}
