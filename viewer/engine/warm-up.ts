import { bytesSource } from "../../format/containers/source.ts";
import type { Database } from "./database.ts";
import { EventsTable } from "./events-table.ts";
import { ingest } from "./ingest.ts";
import { runRows } from "./run-rows.ts";
import type { Kernel } from "./scan/kernel.ts";
import { TraceFile } from "./trace-file.ts";
import { Workspace } from "./workspace.ts";

/** Enough for the browser to compile what reading a file runs, in pieces so small that it can be stopped between them. */
const PIECES = 8;
const EVENTS = 8000;
/** Times a piece is put into the database alone, which needs more before it is compiled well. */
const INSERTS = 40;

const NAMES = { table: "warm_up_stored", view: "warm_up" };

/** What is warmed up, and whether anybody still wants it. */
export interface WarmUpParts {
  readonly database: Database;
  readonly kernel: Kernel | undefined;
  readonly isWanted: () => boolean;
}

/**
 * Reads a made-up trace into a table of its own and forgets it, so that the browser has compiled the scanner and the
 * database's inserts before a person drops a file: compiled during a load, they share its cores.
 */
export async function warmUp({ database, kernel, isWanted }: WarmUpParts): Promise<void> {
  let largest = new Uint8Array(0);
  const insert: Database["insert"] = (name, ipc, create) => {
    if (ipc.length > largest.length) largest = ipc.slice();
    return database.insert(name, ipc, create);
  };
  const table = new EventsTable({ insert, query: (sql) => database.query(sql) }, NAMES);
  await table.create();
  try {
    for (let piece = 0; piece < PIECES && isWanted(); piece++) await readPiece(piece, table, { database, kernel, isWanted });
    for (let again = 0; again < INSERTS && isWanted(); again++) await database.insert(NAMES.table, largest.slice(), false);
  } finally {
    await table.drop();
  }
}

async function readPiece(piece: number, table: EventsTable, { database, kernel, isWanted }: WarmUpParts): Promise<void> {
  const source = bytesSource("warm-up", new TextEncoder().encode(madeUpLines(piece * EVENTS)));
  const workspace = new Workspace();
  const file = new TraceFile(piece, source.name, source.size, workspace.shared);
  await ingest(file, source, { table, kernel, isLookedAt: () => true, onProgress: () => (file.cancelled ||= !isWanted()) });
  file.columns.resolve(true);
  file.reorder(true);
  if (isWanted()) await runRows(workspace, database, NAMES.view);
}

/** Lines as a recorder writes them, with the members most events have. */
function madeUpLines(first: number): string {
  const kinds = ["decision", "llm_request", "llm_response", "tool_call", "tool_result"];
  const lines = Array.from({ length: EVENTS }, (_, index) => {
    const seq = first + index;
    const id = seq.toString(16).padStart(16, "0");
    const kind = kinds[seq % kinds.length] as string;
    return `{"seq":${index},"id":"${id}","kind":"${kind}","session":"s${seq >> 10}","trace":"t","time_unix_us":${1.7e15 + seq * 1000},"time_mono_us":${seq * 1000},"name":"${kind} ${seq % 9}","agent":"a${seq % 3}","parent":"${(seq - (seq % 16)).toString(16).padStart(16, "0")}","outcome":"ok","importance":0.5,"model":"m","tool":"t${seq % 7}","duration_ms":12.5,"tokens_in":${seq % 5000},"tokens_out":50,"payload":{"content":"a text of some words, ${seq}","list":[1,2,{"a":"b"}]}}`;
  });
  return `${lines.join("\n")}\n`;
}
