import { costUsd } from "../../../../format/prices/cost.ts";
import type { Json } from "../../../../format/event.ts";
import type { RunEvent } from "../run-events.ts";

/** A call and what answers it; either may be missing. */
export interface CallPair {
  readonly call: RunEvent | undefined;
  readonly answer: RunEvent | undefined;
}

/** Pairs each event of one kind with the event of another that answers it, in the order they began; answers without a call stand alone. */
export function pairsOf(events: readonly RunEvent[], call: string, answer: string): CallPair[] {
  const open = new Map<string, { readonly call: RunEvent; answer: RunEvent | undefined }>();
  const pairs: { readonly call: RunEvent | undefined; answer: RunEvent | undefined }[] = [];
  for (const event of events) {
    if (event.kind === call) {
      const pair = { call: event, answer: undefined };
      pairs.push(pair);
      if (event.envelope.id !== undefined) open.set(event.envelope.id, pair);
    } else if (event.kind === answer) {
      const pair = open.get(event.envelope.reply_to ?? "");
      if (pair === undefined || pair.answer !== undefined) pairs.push({ call: undefined, answer: event });
      else pair.answer = event;
    }
  }
  return pairs;
}

/** Milliseconds between a call and its answer, as recorded or by their times; null if neither says. */
export function tookMs({ call, answer }: CallPair): number | null {
  const recorded = answer?.envelope.duration_ms ?? call?.envelope.duration_ms;
  if (typeof recorded === "number") return recorded;
  if (call === undefined || answer === undefined || isDerived(call) || isDerived(answer)) return null;
  return Math.max(0, (answer.endUs - call.startUs) / 1000);
}

function isDerived({ envelope }: RunEvent): boolean {
  return envelope.derived?.includes("time_unix_us") === true;
}

/** What an event cost: as recorded, else by its tokens and the list price of its model. */
export function costOf(event: RunEvent | undefined): { readonly usd: number | null; readonly isEstimated: boolean } {
  const { envelope } = event ?? {};
  if (typeof envelope?.cost_usd === "number") return { usd: envelope.cost_usd, isEstimated: envelope.derived?.includes("cost_usd") === true };
  const usd = envelope?.model === undefined ? undefined : costUsd(envelope.model, envelope);
  return { usd: usd ?? null, isEstimated: usd !== undefined };
}

/** A member of a payload; undefined if the payload is no object. */
export function memberOf(event: RunEvent | undefined, name: string): Json | undefined {
  const payload = event?.payload();
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as { readonly [key: string]: Json | undefined })[name] : undefined;
}
