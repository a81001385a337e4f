import type { EventRecord, Json } from "../../../format/event.ts";
import { factsOf } from "../../../viewer/engine/analyses/cause/read.ts";
import { featureRows } from "../../../viewer/engine/analyses/cause/features.ts";
import type { RunFacts } from "../../../viewer/engine/analyses/cause/facts.ts";
import { effectOf } from "../../../format/behaviour/effects.ts";
import { filesBelow } from "../../format/importers/data.ts";
import { importAll, openReal } from "../../format/importers/support.ts";
import { faultsOf, randomOf, type Fault } from "../../support/faults.ts";
import { bySession, storyOf } from "../../support/story.ts";
import type { Example } from "./logit.ts";

/** A run whose faulty step is known. */
export interface Labelled extends Example {
  readonly set: string;
  /** Runs of one group never stand on both sides of a split. */
  readonly group: string;
  readonly run: RunFacts;
  /** Place of the faulty step among all steps; -1 if it is none of them. */
  readonly place: number;
  readonly actor: string;
  readonly fault?: Fault["kind"];
}

/** The runs of a folder of real data, by session. */
export async function runsBelow(folder: string, isWanted = (name: string): boolean => name.endsWith(".json")): Promise<EventRecord[][]> {
  const runs: EventRecord[][] = [];
  for (const name of filesBelow(folder).filter(isWanted)) {
    for (const { events } of await importAll(await openReal(`${folder}/${name}`))) runs.push(...bySession(events).values());
  }
  return runs;
}

/** Who&When: the step that people judged decisive. */
export async function whoAndWhen(): Promise<Labelled[]> {
  const runs = await runsBelow("who-and-when");
  return runs.flatMap((records) => {
    const note = records.find(({ kind, name }) => kind === "annotation" && name === "label");
    const { agent = "" } = ((note?.payload as { label?: Record<string, string> } | undefined)?.label ?? {}) as { agent?: string };
    return note === undefined ? [] : [labelled("who-and-when", records, { id: note.related?.[0], actor: agent })];
  });
}

/** tau-bench: in failed runs, the first change that is not among the expected ones. Runs whose only fault is something left undone are not used. */
export function tauFailures(runs: readonly (readonly EventRecord[])[]): Labelled[] {
  return runs.flatMap((records) => {
    const end = records.find(({ kind }) => kind === "agent_end");
    const expected = (end?.payload as { expected?: { name: string; kwargs?: Json; arguments?: Json }[] } | undefined)?.expected;
    if (end?.outcome !== "failed" || !Array.isArray(expected)) return [];
    const wanted = new Set(expected.map(({ name, kwargs, arguments: given }) => actKey(name, kwargs ?? given)));
    const wrong = records.find((record) => record.kind === "tool_call" && effectOf(record.tool ?? "") === "write" && !wanted.has(actKey(record.tool ?? "", (record.payload as { arguments?: Json }).arguments)));
    return wrong === undefined ? [] : [labelled("tau", records, { id: wrong.id, actor: wrong.agent ?? "" })];
  });
}

/** Faults put into runs that passed; the same seed gives the same faults. */
export function injected(runs: readonly (readonly EventRecord[])[], seed: number): Labelled[] {
  const random = randomOf(seed);
  const passed = runs.filter((records) => records.some(({ kind, outcome }) => kind === "agent_end" && outcome === "passed"));
  const others = passed.flat();
  return passed.flatMap((records) => faultsOf(records, others, random).map((fault) => ({ ...labelled("injected", fault.records, { id: fault.at, actor: "" }), fault: fault.kind })));
}

function labelled(set: string, records: readonly EventRecord[], { id, actor }: { readonly id: string | undefined; readonly actor: string }): Labelled {
  const run = factsOf(storyOf(records));
  const event = records.findIndex((record) => record.id === id);
  const place = run.facts.findIndex(({ step }) => step.events.includes(event));
  return { set, group: `${set === "who-and-when" ? set : "tau"}:${records.find(({ task }) => task !== undefined)?.task ?? records[0]?.session ?? ""}`, run, place, actor, rows: featureRows(run), right: run.candidates.indexOf(place), weight: 1 };
}

function actKey(name: string, given: Json | undefined): string {
  return `${name} ${JSON.stringify(Object.entries((given ?? {}) as object).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
}
