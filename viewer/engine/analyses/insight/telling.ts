import { asObject, asText, lookUp, textOf } from "../../../../format/importers/kit/read.ts";
import type { EventRef, Sentence } from "../../contracts/insight.ts";
import { EARLIEST_REAL_US } from "../../run-rows.ts";
import { FLAG_FAILING, FLAG_STOPPED } from "../../trace-columns.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";
import type { Story } from "./story.ts";

type Ref = (index: number) => EventRef;

/** Characters of a text that is quoted, and of one named in passing. */
const QUOTED = 180;
const NAMED = 60;
const MOST_TOOLS = 3;
const MOST_AGENTS = 4;
const STOPPED_BY: Readonly<Record<string, string>> = { refusal: "the model refused", policy_violation: "a rule was broken", safety_check: "a safety check stopped it" };
const ENDS: Readonly<Record<string, string>> = { passed: "the run was judged a success", failed: "the run was judged a failure", ok: "the run ended without an error", error: "the run ended with an error", cancelled: "the run was given up" };

/** What happened, for a person who builds no agents, in at most five sentences: what was asked, what was done, where it turned, how it went on, how it ended. */
export function tellingOf(story: Story, ref: Ref): readonly Sentence[] {
  if (story.events.length === 0) throw new Error("the run holds no events");
  return [asked(story, ref), done(story, ref), turning(story, ref), after(story, ref), ending(story, ref)].filter((sentence) => sentence !== undefined);
}

function asked({ events }: Story, ref: Ref): Sentence {
  const start = events.find(({ kind }) => kind === "agent_start");
  const said = [events.find((event) => event.kind === "human_input" && textIn(event, "content") !== ""), start].find((event) => event !== undefined && requestOf(event) !== "");
  const who = start?.envelope.agent ?? events.find(({ envelope }) => envelope.agent !== undefined)?.envelope.agent ?? "";
  const agent = who === "" ? "An agent" : `The agent “${named(who)}”`;
  if (said === undefined) return { text: `${agent} was at work; the recording does not say what it was asked.`, events: [ref(start?.index ?? 0)] };
  return { text: `${agent} was asked: “${quoted(requestOf(said))}”.`, events: [ref(said.index)] };
}

function requestOf(event: StoryEvent): string {
  return event.kind === "human_input" ? textIn(event, "content") : textIn(event, "input") || textIn(event, "title");
}

/** How much was done, by whom and with what. */
function done({ events, facts }: Story, ref: Ref): Sentence {
  if (facts.facts.length === 0) return { text: `The recording holds ${countOf(events.length, "event")}, and no step of an agent among them.`, events: [] };
  const calls = events.filter(({ kind }) => kind === "tool_call");
  const asks = events.filter(({ kind }) => kind === "llm_response").length;
  const agents = [...facts.turnsOf.keys()].filter((name) => name !== "");
  const isTeam = agents.length > 1;
  const asked = asks === 0 ? "" : `asked ${isTeam ? "their language models" : "its language model"} ${timesOf(asks)}`;
  const acts = [asked, calls.length === 0 ? "" : `used ${toolsOf(calls)}`].filter((act) => act !== "");
  const what = acts.length === 0 ? `took ${countOf(facts.facts.length, "step")}` : acts.join(" and ");
  const time = lasted(events);
  const text = `${time === "" ? "" : `Over ${time}, `}${isTeam ? `${teamOf(agents)}; together they` : "it"} ${what}.`;
  return { text: capital(text), events: calls.slice(0, 1).map(({ index }) => ref(index)) };
}

function toolsOf(calls: readonly StoryEvent[]): string {
  const times = new Map<string, number>();
  for (const { envelope } of calls) {
    const tool = envelope.tool ?? envelope.name ?? "a tool";
    times.set(tool, (times.get(tool) ?? 0) + 1);
  }
  const told = [...times].toSorted((a, b) => b[1] - a[1]).map(([tool, count]) => `${named(tool)} ${timesOf(count)}`);
  const others = told.length - MOST_TOOLS;
  return listed([...told.slice(0, MOST_TOOLS), ...(others > 0 ? [`${others} other ${others === 1 ? "tool" : "tools"}`] : [])]);
}

function teamOf(agents: readonly string[]): string {
  const others = agents.length - MOST_AGENTS;
  return `${agents.length} agents took part (${listed([...agents.slice(0, MOST_AGENTS).map((name) => named(name)), ...(others > 0 ? [`${others} more`] : [])])})`;
}

/** The first thing that went wrong openly; else the first thing that was odd. */
function turning({ events, alerts }: Story, ref: Ref): Sentence | undefined {
  const wrong = events.find(({ kind, flag, parent }) => flag !== 0 && !(kind === "agent_end" && parent < 0));
  const alert = alerts.find(({ severity }) => severity !== "low");
  const loop = alerts.find(({ type }) => type === "tool_loop" || type === "tool_cycle");
  if (loop !== undefined && (wrong === undefined || (loop.events[0] ?? 0) < wrong.index)) return { text: `It then went round in circles: ${named(loop.signal, QUOTED)}.`, events: ends(loop.events).map(ref) };
  if (wrong !== undefined) return { text: `${wrongWords(wrong)}.`, events: [ref(wrong.index)] };
  if (alert !== undefined) return { text: `Nothing failed openly, but something was odd: ${alert.agent === "" ? "" : `${named(alert.agent)} `}${named(alert.signal, QUOTED)}.`, events: ends(alert.events).map(ref) };
  return { text: "Nothing failed openly on the way, and no guard had to step in.", events: [] };
}

function wrongWords(event: StoryEvent): string {
  const { kind, envelope, flag } = event;
  const why = quoted(errorIn(event) || eventText(event));
  const because = why === "" ? "" : `: “${why}”`;
  if (flag === FLAG_STOPPED) return `At one point ${lookUp(STOPPED_BY, kind) ?? `something it wanted to do${envelope.tool === undefined ? "" : ` (${named(envelope.tool)})`} was not allowed`}${because}`;
  const what = envelope.tool ?? (kind === "llm_response" ? "the language model" : (envelope.name ?? ""));
  if (kind === "error" || what === "") return `The first thing to go wrong was an error${envelope.error_class === undefined ? "" : ` (${named(envelope.error_class)})`}${because}`;
  return `The first thing to go wrong: ${named(what)} gave an error${because}`;
}

/** What came of it: whether it was tried again, and which step is to be looked at first. */
function after({ events, suspects, end, hasFailed }: Story, ref: Ref): Sentence | undefined {
  const failing = events.filter(({ flag, index, kind }) => flag === FLAG_FAILING && index !== end && kind !== "agent_end");
  const [suspect] = suspects;
  const looked = suspect === undefined || !hasFailed ? undefined : suspect.fact.step;
  const times = failing.length < 2 ? "" : `In all, ${failing.length} steps failed`;
  if (looked === undefined) return times === "" ? undefined : { text: `${times}, and it carried on.`, events: ends(failing.map(({ index }) => index)).map(ref) };
  const did = looked.tools.length > 0 ? `${looked.actor === "" ? "it" : named(looked.actor)} used ${listed(looked.tools.slice(0, 2).map((tool) => named(tool)))}` : `${looked.actor === "" ? "it" : named(looked.actor)} said “${quoted(looked.text, 90)}”`;
  const lead = times === "" ? "T" : `${times}; t`;
  return { text: `${lead}he step to look at first is the one where ${did} (${Math.round((suspect?.probability ?? 0) * 100)} % likely, by comparison with judged runs).`, events: [ref(looked.event)] };
}

function ending({ events, facts, end }: Story, ref: Ref): Sentence {
  const answer = facts.facts[facts.answerAt]?.step;
  const last = events[end];
  const said = answer === undefined || answer.text.trim() === "" ? "" : answer.tools.length > 0 && answer.kind === "tool_call" ? `the last thing it did was to use ${named(answer.tools[0] ?? "a tool")}` : `its last answer was “${quoted(answer.text)}”`;
  const where = [answer?.event, last?.index ?? events.length - 1].filter((index) => index !== undefined);
  if (last === undefined) return { text: `The recording has no end${said === "" ? "" : `; ${said}`}.`, events: where.map(ref) };
  const { outcome, score } = last.envelope;
  const judged = outcome === undefined ? "the run came to its end" : (lookUp(ENDS, outcome) ?? `the run ended as ${named(outcome)}`);
  const scored = score === undefined ? "" : ` (score ${Number(score.toPrecision(3))})`;
  return { text: `In the end ${judged}${scored}${said === "" ? "" : `; ${said}`}.`, events: where.map(ref) };
}

function lasted(events: readonly StoryEvent[]): string {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined || first.startUs < EARLIEST_REAL_US) return "";
  const seconds = (last.endUs - first.startUs) / 1e6;
  if (!(seconds >= 1)) return "";
  if (seconds < 90) return countOf(Math.round(seconds), "second");
  return seconds < 5400 ? countOf(Math.round(seconds / 60), "minute") : countOf(Math.round(seconds / 3600), "hour");
}

function textIn(event: StoryEvent, member: string): string {
  return (asText(asObject(event.payload())?.[member]) ?? "").trim();
}

/** What an event says of its error. */
function errorIn(event: StoryEvent): string {
  const error = asObject(event.payload())?.["error"];
  return textOf(asObject(error)?.["message"] ?? error);
}

/** A text in one line, cut at the end of a word. */
function quoted(text: string, most = QUOTED): string {
  const line = text.slice(0, most * 8).replaceAll(/\s+/g, " ").replaceAll(/[“”"]/g, "'").trim().replace(/\.$/, "");
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2))} …`;
}

function named(text: string, most = NAMED): string {
  return quoted(text, most);
}

function ends(events: readonly number[]): readonly number[] {
  return events.length <= 2 ? events : [events[0] as number, events.at(-1) as number];
}

function timesOf(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count.toLocaleString("en")} times`;
}

function countOf(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

