import { code, fenced, inline } from "../../../../format/exporters/fenced.ts";
import { jsonText } from "../../../../format/exporters/json-text.ts";
import type { Json } from "../../../../format/event.ts";
import { asObject } from "../../../../format/importers/kit/read.ts";
import { isKind, KINDS } from "../../../../format/kinds.ts";
import type { RunEvent } from "../run-events.ts";
import { tellingMembers } from "../story/text.ts";
import { costText } from "./cost.ts";
import { fencedWithin, visible } from "./fit.ts";
import type { Written } from "./pack.ts";
import type { Subject } from "./subject.ts";
import { estimateTokens } from "./tokens.ts";

/** JSON up to this many characters is shown over several lines. */
const SHORT_JSON = 2000;
/** Of a conversation handed to a model only the last messages are shown. */
const LAST_MESSAGES = 4;
/** An event's heading and facts are never longer. */
const LONGEST_NAME = 80;
const LONGEST_TEXT = 160;

/** What one event is, for the middle of a line: kind, tool, agent, how it ended. All of it in code spans or the format's own words. */
function naming({ kind, envelope }: RunEvent): string {
  const { tool, agent, model, policy, outcome, error_class: errorClass, to } = envelope;
  const object = tool ?? model ?? policy ?? "";
  const parts = [isKind(kind) ? KINDS[kind].label : span(kind), span(object), agent === undefined ? "" : `by ${span(agent)}`, to === undefined ? "" : `to ${span(to)}`];
  const ended = outcome === undefined ? "" : `: **${inline(outcome)}** ${span(errorClass ?? "")}`;
  return `${parts.filter((part) => part !== "").join(" ")}${ended.trimEnd()}`;
}

/** A name as a code span, short; nothing for an empty one. */
export function span(text: string): string {
  return text.trim() === "" ? "" : code(visible(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text));
}

/** A line about an event: where it stands, what it is, what it says. */
export function lineOf({ read, ref, row }: Subject, index: number, why = ""): string {
  const event = read.events[index] as RunEvent;
  const { id, number, text } = ref(index);
  const said = text.trim() === "" ? "" : ` — ${code(visible(text.slice(0, LONGEST_TEXT)))}`;
  const at = row.timesDerived ? "" : ` +${((event.startUs - row.startUnixUs) / 1e6).toFixed(1)} s`;
  return `- #${number} ${span(id)}${at} ${naming(event)}${why === "" ? "" : ` (${why})`}${said}\n`;
}

/** An event whole, or as much of it as fits: what it is, what it cost, its members one by one; undefined if none of its members fit. */
export function detailOf(subject: Subject, index: number, title: string): (room: number) => Written | undefined {
  const event = subject.read.events[index] as RunEvent;
  const members = membersOf(event);
  const head = `### ${title}: #${subject.ref(index).number} ${naming(event)}\n\n${factsOf(event)}`;
  const wholes = members.map(({ text }) => (text.length > 400_000 ? Number.POSITIVE_INFINITY : estimateTokens(fenced(visible(text))) + 8));
  return (room) => {
    const left = room - estimateTokens(head);
    if (left < 0) return undefined;
    const shares = shareOut(wholes, left);
    const parts = members.map(({ name, text, language, hidden }, at) => {
      const label = `\n${span(name)}:\n\n`;
      const written = fencedWithin(text, (shares[at] as number) - estimateTokens(label), language);
      return written === undefined ? { text: "", cut: text.length + hidden } : { text: `${label}${written.text}`, cut: written.cut + hidden };
    });
    if (members.length > 0 && parts.every(({ text }) => text === "")) return undefined;
    return { text: `${head}${parts.map(({ text }) => text).join("")}\n`, cut: parts.reduce((sum, { cut }) => sum + cut, 0) };
  };
}

function factsOf({ envelope }: RunEvent): string {
  const { id = "", duration_ms: ms, tokens_in: tokensIn, tokens_out: tokensOut, cost_usd: cost, confidence } = envelope;
  const facts = [
    span(id),
    ms === undefined ? "" : `took ${(ms / 1000).toFixed(2)} s`,
    tokensIn === undefined ? "" : `${tokensIn.toLocaleString("en")} tokens in`,
    tokensOut === undefined ? "" : `${tokensOut.toLocaleString("en")} out`,
    cost === undefined ? "" : costText(cost),
    confidence === undefined ? "" : `confidence ${confidence}`,
  ];
  return `${facts.filter((fact) => fact !== "").join(" · ")}\n`;
}

interface Member {
  readonly name: string;
  readonly text: string;
  readonly language: string;
  /** Characters that are not in `text`. */
  readonly hidden: number;
}

/** What an event holds, the most telling member first. What could not be parsed is shown as it stands. */
function membersOf(event: RunEvent): readonly Member[] {
  const payload = event.payload();
  const object = asObject(payload);
  if (object === undefined) {
    const text = payload === undefined ? event.payloadText : typeof payload === "string" ? payload : json(payload);
    return text === "" ? [] : [{ name: "payload", text, language: typeof payload === "string" ? "" : "json", hidden: 0 }];
  }
  const telling = tellingMembers(event.kind);
  const names = [...telling.filter((name) => object[name] !== undefined), ...Object.keys(object).filter((name) => !telling.includes(name))];
  return names.flatMap((name) => {
    const value = object[name];
    return value === undefined || value === null || value === "" ? [] : [memberOf(name, value)];
  });
}

function memberOf(name: string, value: Json): Member {
  if (typeof value === "string") return { name, text: value, language: "", hidden: 0 };
  if (name === "messages" && Array.isArray(value) && value.length > LAST_MESSAGES) {
    const shown = json(value.slice(-LAST_MESSAGES) as Json);
    return { name: `messages (the last ${LAST_MESSAGES} of ${value.length})`, text: shown, language: "json", hidden: jsonText(value).length - jsonText(value.slice(-LAST_MESSAGES)).length };
  }
  return { name, text: json(value), language: "json", hidden: 0 };
}

function json(value: Json): string {
  const pretty = jsonText(value, 2);
  return pretty.length <= SHORT_JSON ? pretty : jsonText(value);
}

/** Shares room among wants: small ones get all they want, the others equal parts of what is left. */
function shareOut(wants: readonly number[], room: number): readonly number[] {
  const shares = wants.map(() => 0);
  let left = room;
  const bySize = wants.map((_, at) => at).toSorted((a, b) => (wants[a] as number) - (wants[b] as number));
  for (const [done, at] of bySize.entries()) {
    shares[at] = Math.floor(Math.min(wants[at] as number, left / (bySize.length - done)));
    left -= shares[at] as number;
  }
  return shares;
}
