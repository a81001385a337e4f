import type { Json } from "../../../../format/event.ts";
import { KINDS, isKind } from "../../../../format/kinds.ts";
import { lookUp } from "../../../../format/importers/kit/read.ts";
import type { RunEvent } from "../run-events.ts";
import { hashContent, hashText, mix, visitLeaves } from "./hash.ts";

/** A run as the aligner sees it: one number each for what a step is and for what it holds. */
export interface Steps {
  readonly length: number;
  /** What the step is: kind, agent, tool, addressee, policy. */
  readonly keys: Int32Array;
  /** What it holds, key included; ids, times and usage left out. */
  readonly hashes: Int32Array;
  /** Family of the kind, for steps that stand in for one another. */
  readonly groups: Int32Array;
  /** Sorted hashes of the content's leaves and words, at most `MOST_FEATURES`; made at the first call. */
  features(index: number): Int32Array;
}

const MOST_FEATURES = 96;
const WORD = /[\p{L}\p{N}_]+/gu;
const MOST_TEXT = 2000;

/** What of a payload makes two steps the same or not. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  agent_start: ["input"],
  agent_end: ["output"],
  tool_call: ["arguments"],
  tool_result: ["result", "error"],
  llm_request: ["messages", "system", "settings"],
  llm_response: ["content", "reasoning", "tool_calls"],
  checkpoint: ["state", "memory"],
};

const SAID: readonly string[] = ["content", "reasoning"];

/** The steps of a run. */
export function stepsOf(events: readonly RunEvent[]): Steps {
  const hasCalls = events.some(({ kind }) => kind === "tool_call");
  const keys = new Int32Array(events.length);
  const hashes = new Int32Array(events.length);
  const groups = new Int32Array(events.length);
  const features: (Int32Array | undefined)[] = [];
  for (const [index, event] of events.entries()) {
    keys[index] = keyOf(event);
    hashes[index] = mix(keys[index] as number, mix(hashContent(contentOf(event, hasCalls)), hashText(outcomeClass(event))));
    groups[index] = mix(hashText(isKind(event.kind) ? `${KINDS[event.kind].group} ${event.kind}` : event.kind), hashText(event.envelope.agent ?? ""));
  }
  return { length: events.length, keys, hashes, groups, features: (index) => (features[index] ??= featuresOf(events[index] as RunEvent, hasCalls)) };
}

function keyOf({ kind, envelope }: RunEvent): number {
  let key = hashText(kind);
  for (const part of [envelope.agent, envelope.tool, envelope.to, envelope.policy]) key = mix(key, hashText(part ?? ""));
  return key;
}

function outcomeClass({ envelope, flag }: RunEvent): string {
  return flag === 0 ? "" : `${envelope.outcome ?? ""} ${envelope.error_class ?? ""}`;
}

/** The part of an event's payload that says what was done, without what is beside it. Calls an answer asks for are left to their own events where there are any. */
function contentOf(event: RunEvent, hasCalls: boolean): Json | undefined {
  const payload = event.payload();
  const members = hasCalls && event.kind === "llm_response" ? SAID : lookUp(CONTENT, event.kind);
  if (members === undefined || typeof payload !== "object" || payload === null || Array.isArray(payload)) return payload;
  const object = payload as { readonly [key: string]: Json | undefined };
  return Object.fromEntries(members.filter((member) => object[member] !== undefined).map((member) => [member, object[member]])) as Json;
}

function featuresOf(event: RunEvent, hasCalls: boolean): Int32Array {
  const found = new Set<number>();
  visitLeaves(contentOf(event, hasCalls), (path, text) => {
    if (found.size >= MOST_FEATURES) return;
    found.add(mix(path, hashText(text)));
    if (text.length < 12) return;
    for (const [word] of text.slice(0, MOST_TEXT).matchAll(WORD)) {
      if (found.size >= MOST_FEATURES) return;
      found.add(hashText(word.toLowerCase()));
    }
  });
  return Int32Array.from(found).sort();
}

/** Share of features two steps have in common (Jaccard), 0 to 1; 1 where neither has any. */
export function similarity(a: Int32Array, b: Int32Array): number {
  let [i, j, common] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] as number, b[j] as number];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  const all = a.length + b.length - common;
  return all === 0 ? 1 : common / all;
}
