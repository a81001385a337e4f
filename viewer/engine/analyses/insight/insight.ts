import type { AlertInfo, EventRef, HighlightInfo, InsightAnalyses, Part } from "../../contracts/insight.ts";
import { highlightsOf } from "../highlights/highlights.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvents } from "../run-events.ts";
import { groundingOf } from "./grounding.ts";
import { refsOf } from "./refs.ts";
import { restoreOf } from "./restore.ts";
import { spectrumOf } from "./spectrum.ts";
import { Story } from "./story.ts";
import { tellingOf } from "./telling.ts";
import { whyOf } from "./why.ts";

/** Payload bytes read of each event; what is longer says nothing about causes that its beginning does not. */
const PAYLOAD_LIMIT = 256 * 1024;
/** Events named for one alert. */
const MOST_NAMED = 24;

/** Everything about one run, each part by itself: one that fails says why and leaves the others standing. */
export const insight: Analysis<InsightAnalyses["insight"]> = async (context, { run, most }) => {
  const { question } = context;
  const read = await readRun(context.workspace, run, { question, payloadLimit: PAYLOAD_LIMIT, ...(most !== undefined && { most }) });
  const ref = refsOf(read);
  const story = new Story(read.events);
  const spectrum = await part(() => (read.events.some(({ envelope }) => envelope.task !== undefined) ? spectrumOf(context, run, (row) => refOfRow(read, ref, row)) : NO_TASK));
  // What the parts are made from is worked out one by one, and others have their turn between them.
  for (const prepare of [() => story.facts, () => story.deviations, () => story.alerts, () => story.suspects]) {
    await part<unknown>(prepare);
    await question.breathe();
  }
  const inTurn = async <T>(make: () => T): Promise<Part<T>> => {
    await question.breathe();
    return part(make);
  };
  return {
    run,
    events: read.total,
    read: read.events.length,
    story: await inTurn(() => tellingOf(story, ref)),
    why: await inTurn(() => whyOf(story, ref, spectrum.ok ? spectrum.value : { acts: [], note: spectrum.cause })),
    highlights: await inTurn(() => highlights(story, ref)),
    restore: await inTurn(() => restoreOf(story, ref)),
    alerts: await inTurn(() => alerts(story, ref)),
    grounding: await inTurn(() => groundingOf(story, ref)),
  };
};

const NO_TASK = { acts: [], note: "This run names no task, so there are no others to set it against." };

async function part<T>(make: () => T | Promise<T>): Promise<Part<T>> {
  try {
    return { ok: true, value: await make() };
  } catch (error) {
    return { ok: false, cause: error instanceof Error ? error.message : String(error) };
  }
}

function highlights(story: Story, ref: (index: number) => EventRef): readonly HighlightInfo[] {
  const { moments } = highlightsOf(story.events, { run: story.facts, suspects: story.suspects, alerts: story.alerts });
  return moments.map(({ event, importance, why }) => ({ event: ref(event), importance, why }));
}

function alerts(story: Story, ref: (index: number) => EventRef): readonly AlertInfo[] {
  return story.alerts.map(({ type, severity, signal, agent, events }) => ({ type, severity, signal, agent, total: events.length, events: ends(events).map(ref) }));
}

/** The first and the last of many. */
function ends(events: readonly number[]): readonly number[] {
  return events.length <= MOST_NAMED ? events : [...events.slice(0, MOST_NAMED / 2), ...events.slice(-MOST_NAMED / 2)];
}

function refOfRow({ file, indexOfLocal }: RunEvents, ref: (index: number) => EventRef, row: number): EventRef | undefined {
  const index = indexOfLocal(row - file.rowBase);
  return index < 0 ? undefined : ref(index);
}
