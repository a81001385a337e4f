import { unpackArrow } from "../../format/arrow/unpack.ts";
import type { ByteSource } from "../../format/containers/source.ts";
import { TraceError } from "../../format/errors.ts";
import { LineStore } from "./line-store.ts";

/** The lines an Arrow trace holds, as a source of JSONL. Throws TraceError `unreadable` if it is not one. */
export async function arrowToLines(source: ByteSource): Promise<ByteSource> {
  const store = new LineStore(source.name);
  try {
    for (const line of unpackArrow(await source.slice(0, source.size))) store.add(line);
  } catch (error) {
    const cause = `the Arrow data is damaged (${error instanceof Error ? error.message : String(error)})`;
    throw new TraceError({ code: "unreadable", cause, place: source.name, next: "Copy the file again, or open the JSONL it was packed from." });
  }
  return store.source();
}
