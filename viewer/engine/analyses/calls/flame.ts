import type { Flame } from "../../contracts/calls.ts";
import type { RunEvent } from "../run-events.ts";
import { costOf } from "./pairs.ts";

const MOST_BARS = 6000;
const DEEPEST = 200;

interface Bar {
  readonly event: RunEvent;
  startUs: number;
  endUs: number;
  costUsd: number;
  depth: number;
  readonly children: Bar[];
}

/**
 * Bars for a flame graph over time: each event that lasts, or encloses what lasts, below the one that encloses it.
 * Calls and their answers are one bar. Where there are too many, the shortest are left out.
 */
export function flameOf(events: readonly RunEvent[]): Flame {
  const answers = new Map(events.filter(({ envelope }) => envelope.reply_to !== undefined).map((event) => [event.envelope.reply_to ?? "", event]));
  const bars = new Map<number, Bar>();
  for (const event of events) if (!isAnswer(event)) bars.set(event.index, barOf(event, answers.get(event.envelope.id ?? "")));
  const roots: Bar[] = [];
  for (const bar of bars.values()) {
    const above = bars.get(bar.event.parent);
    if (above === undefined || above === bar) roots.push(bar);
    else above.children.push(bar);
  }
  const ordered = widen(roots);
  const beginUs = events.reduce((least, { startUs }) => Math.min(least, startUs), Number.POSITIVE_INFINITY);
  const endUs = events.reduce((most, event) => Math.max(most, event.endUs), 0);
  const lasting = ordered.filter((bar) => bar.endUs > bar.startUs && bar.depth < DEEPEST);
  const kept = new Set(lasting.toSorted((a, b) => b.endUs - b.startUs - (a.endUs - a.startUs)).slice(0, MOST_BARS));
  const shown = lasting.filter((bar) => kept.has(bar));
  return {
    row: Int32Array.from(shown, ({ event }) => event.row),
    depth: Uint16Array.from(shown, ({ depth }) => depth),
    startMs: Float64Array.from(shown, ({ startUs }) => (startUs - beginUs) / 1000),
    endMs: Float64Array.from(shown, (bar) => (bar.endUs - beginUs) / 1000),
    costUsd: Float64Array.from(shown, (bar) => bar.costUsd),
    names: shown.map(({ event }) => event.envelope.tool ?? event.envelope.name ?? event.envelope.model ?? event.kind),
    kinds: shown.map(({ event }) => event.kind),
    failing: Uint8Array.from(shown, ({ event }) => (event.flag === 1 || answers.get(event.envelope.id ?? "")?.flag === 1 ? 1 : 0)),
    durationMs: endUs > beginUs ? (endUs - beginUs) / 1000 : 0,
    leftOut: bars.size - shown.length,
  };
}

const ANSWERS: ReadonlySet<string> = new Set(["tool_result", "llm_response", "agent_end"]);

/** True if the event's time is already that of what it answers. */
function isAnswer({ kind, envelope }: RunEvent): boolean {
  return ANSWERS.has(kind) && envelope.reply_to !== undefined;
}

function barOf(event: RunEvent, answer: RunEvent | undefined): Bar {
  const [startUs, endUs] = answer === undefined ? [event.startUs, event.endUs] : [Math.min(event.startUs, answer.startUs), Math.max(event.endUs, answer.endUs)];
  return { event, startUs, endUs, costUsd: (costOf(event).usd ?? 0) + (answer === undefined ? 0 : (costOf(answer).usd ?? 0)), depth: 0, children: [] };
}

/** Parents before children, each at least as wide and as dear as what it encloses. Not recursive: traces may be very deep. */
function widen(roots: readonly Bar[]): Bar[] {
  const ordered: Bar[] = [];
  const waiting = [...roots].toReversed();
  for (let bar = waiting.pop(); bar !== undefined; bar = waiting.pop()) {
    ordered.push(bar);
    for (const child of bar.children.toReversed()) {
      child.depth = bar.depth + 1;
      waiting.push(child);
    }
  }
  for (const bar of ordered.toReversed()) {
    for (const child of bar.children) {
      bar.startUs = Math.min(bar.startUs, child.startUs);
      bar.endUs = Math.max(bar.endUs, child.endUs);
      bar.costUsd += child.costUsd;
    }
  }
  return ordered;
}
