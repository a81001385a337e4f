/** What calling a tool does to the world: reads it, changes it, or nobody knows. */
export type Effect = "read" | "write" | "unknown";

const READS: ReadonlySet<string> = new Set(
  `ask browse calculate calc check compute count describe diff exists explain extract fetch find get glob grep head info
  inspect list load lookup look ls open parse peek preview query read retrieve scan scroll search see select show stat
  status summarize tail think translate validate verify view visit wait weather`.split(/\s+/),
);
const WRITES: ReadonlySet<string> = new Set(
  `add apply approve append archive assign book buy cancel change clear click close commit copy create delete deploy
  disable drop edit enable exchange fill grant insert install kill merge modify move order patch pay post press publish
  purchase push put refund register remove rename replace reply reset restart return revert revoke save schedule send
  set start stop submit transfer type undo update upgrade upload upsert write`.split(/\s+/),
);

/** Guesses from a tool's name, by its first verb (`get_order`, `fs.writeFile`, `mcp__github__create_issue`). */
export function effectOf(tool: string): Effect {
  const words = tool
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const word of words) {
    if (READS.has(word)) return "read";
    if (WRITES.has(word)) return "write";
  }
  return "unknown";
}

const WAITS = /(?:^|[^a-z])(?:wait|sleep|poll|status|progress|heartbeat|tail|watch)/;

/** True for tools one calls again and again to see whether something is done. */
export function isWaiting(tool: string): boolean {
  return WAITS.test(tool.slice(0, 200).toLowerCase());
}
