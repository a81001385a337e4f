import { itemsOf, placeWithin, readJson } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "../types.ts";
import { writeTrajectories, type Trajectory } from "./trajectory.ts";

/** Agent Trajectory Interchange Format (Harbor and its agents), any version: trajectories, their continuations and sub-agents. */
export const atif: Importer = { id: "atif", title: "ATIF trajectories (Harbor)", grouping: "together", detect, read };

function detect({ head, paths }: DetectionInput): number {
  if ((paths.has("schema_version") || paths.has("*.schema_version")) && /"schema_version"\s*:\s*"ATIF-v/.test(head)) return 0.95;
  const isAlike = ["steps.*.step_id", "steps.*.source", "agent.name"].every((path) => paths.has(path));
  return isAlike ? 0.8 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const found: Trajectory[] = [];
  for (const file of files) {
    for await (const record of readJson(file, sink)) for (const { value, source } of itemsOf(record)) gather(asObject(value), source, found, sink);
  }
  writeTrajectories(found, sink);
}

/** A trajectory and those embedded in it, however deep. */
function gather(value: JsonObject | undefined, source: SourcePlace, found: Trajectory[], sink: ImportSink): void {
  const todo = [{ value, source }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { value: each, source: place } = next;
    if (each === undefined || !Array.isArray(each["steps"])) {
      sink.skipped(place, "no_steps", "no trajectory: it has no steps");
      continue;
    }
    found.push(trajectory(each, place));
    const inner = asList(each["subagent_trajectories"]).map((item, index) => ({ value: asObject(item), source: placeWithin(place, "subagent_trajectories", index) }));
    todo.push(...inner.reverse());
  }
}

function trajectory(value: JsonObject, source: SourcePlace): Trajectory {
  const names = [asText(value["trajectory_id"]), asText(value["session_id"]), source.pointer === undefined ? source.file : undefined];
  return { value, source, names: names.filter((name) => name !== undefined) };
}
