import type { EventPlace } from "../../../../format/notes/places.ts";
import type { NotesAnalyses } from "../../contracts/notes.ts";
import { EARLIEST_REAL_US } from "../../run-rows.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Analysis } from "../index.ts";

/** Rows of the events that notes name. */
export const eventPlaces: Analysis<NotesAnalyses["event-places"]> = async ({ workspace }, { places }) => {
  const files = workspace.read;
  const byNumber = new Map(files.map((file) => [file.file, file]));
  const encoder = new TextEncoder();
  return Int32Array.from(places, (place) => {
    const id = encoder.encode(place.event);
    const own = place.files.map((number) => byNumber.get(number)).filter((file) => file !== undefined);
    const found = first(own, place, id, () => true);
    if (found >= 0 || place.timeUnixUs < EARLIEST_REAL_US) return found;
    return first(files, place, id, (file, local) => file.columns.timeUs.get(local) === place.timeUnixUs);
  });
};

function first(files: readonly TraceFile[], { session }: EventPlace, id: Uint8Array, isIt: (file: TraceFile, local: number) => boolean): number {
  for (const file of files) {
    const local = file.columns.ids.find(id, 0, id.length);
    if (local < 0) continue;
    const isOfSession = file.columns.sessions.texts[file.columns.run.get(local)] === session;
    if (isOfSession && isIt(file, local)) return file.rowBase + local;
  }
  return -1;
}
