import type { EventRecord, Json } from "../../format/event.ts";
import { effectOf } from "../../format/behaviour/effects.ts";

/** A run that went well with one fault put in, and the event at which it is. */
export interface Fault {
  readonly kind: "wrong argument" | "dropped check" | "swapped result";
  readonly records: readonly EventRecord[];
  /** Id of the call that is at fault: with the wrong argument, without its check, or with the foreign result. */
  readonly at: string;
}

/** Uniform numbers from 0 to 1. */
export type Random = () => number;

/** A seeded source of numbers (Numerical Recipes' linear congruential generator). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every fault that can be put into a run so that the trace shows it; at most one of each kind. */
export function faultsOf(records: readonly EventRecord[], others: readonly EventRecord[], random: Random): Fault[] {
  return [wrongArgument(records, random), droppedCheck(records), swappedResult(records, others, random)].filter((fault) => fault !== undefined);
}

/** An identifier or number of a call that changes something becomes another one. */
function wrongArgument(records: readonly EventRecord[], random: Random): Fault | undefined {
  const calls = records.filter((record) => record.kind === "tool_call" && effectOf(record.tool ?? "") === "write" && leavesOf(argumentsOf(record)).some(isIdentifier));
  const call = pick(calls, random);
  if (call === undefined) return undefined;
  const value = pick(leavesOf(argumentsOf(call)).filter(isIdentifier), random) as string;
  const wrong = value.replaceAll(/\d/g, (digit) => String((Number(digit) + 1 + Math.floor(random() * 8)) % 10));
  const payload = JSON.parse(JSON.stringify(call.payload).replaceAll(JSON.stringify(value), JSON.stringify(wrong))) as Json;
  return { kind: "wrong argument", records: records.map((record) => (record === call ? { ...record, payload } : record)), at: call.id };
}

/** The lookup that gave a later change one of its values is taken out. */
function droppedCheck(records: readonly EventRecord[]): Fault | undefined {
  for (const [index, call] of records.entries()) {
    if (call.kind !== "tool_call" || effectOf(call.tool ?? "") !== "write") continue;
    for (const value of leavesOf(argumentsOf(call)).filter(isIdentifier)) {
      const sources = records.slice(0, index).filter((record) => isEvidence(record) && textOf(record).includes(value));
      const [source] = sources;
      if (sources.length !== 1 || source?.kind !== "tool_result") continue;
      const asked = records.find(({ id }) => id === source.reply_to);
      const gone = new Set([source.id, asked?.id, asked?.parent]);
      if (gone.has(call.parent)) continue;
      const kept = records.filter(({ id, parent }) => !gone.has(id) && !(parent !== undefined && gone.has(parent)));
      return { kind: "dropped check", records: kept, at: call.id };
    }
  }
  return undefined;
}

/** A lookup gets the answer that another run got from the same tool for something else. */
function swappedResult(records: readonly EventRecord[], others: readonly EventRecord[], random: Random): Fault | undefined {
  const results = records.filter((record) => record.kind === "tool_result" && record.outcome === "ok" && effectOf(record.tool ?? "") !== "write" && asksById(record, records));
  const result = pick(results, random);
  const call = records.find(({ id }) => id === result?.reply_to);
  if (result === undefined || call === undefined) return undefined;
  const identifiers = leavesOf(argumentsOf(call)).filter(isIdentifier);
  const foreign = pick(others.filter((other) => other.kind === "tool_result" && other.tool === result.tool && other.outcome === "ok" && !identifiers.some((value) => textOf(other).includes(value))), random);
  if (foreign?.payload === undefined) return undefined;
  return { kind: "swapped result", records: records.map((record) => (record === result ? { ...record, payload: foreign.payload as Json } : record)), at: call.id };
}

function asksById(result: EventRecord, records: readonly EventRecord[]): boolean {
  const call = records.find(({ id }) => id === result.reply_to);
  const identifiers = call === undefined ? [] : leavesOf(argumentsOf(call)).filter(isIdentifier);
  return identifiers.some((value) => textOf(result).includes(value));
}

function isEvidence({ kind }: EventRecord): boolean {
  return kind === "tool_result" || kind === "human_input" || kind === "prompt_policy" || kind === "agent_start";
}

function isIdentifier(value: string): boolean {
  return value.length >= 4 && /\d/.test(value) && /^[#\w.@-]+$/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value);
}

function argumentsOf(record: EventRecord): Json | undefined {
  return (record.payload as { arguments?: Json } | undefined)?.arguments;
}

function leavesOf(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((item) => leavesOf(item as Json));
}

function textOf(record: EventRecord): string {
  return JSON.stringify(record.payload ?? "");
}

function pick<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random() * list.length)];
}
