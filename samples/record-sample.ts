/** Records a rich run with the recorder into a folder, as any program would, and prints the file: `npx tsx samples/record-sample.ts DIR`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { replayBreakpoints } from "./scenarios/replay_breakpoints.ts";
import { recordToFolder } from "./scenarios/support/stage.ts";

const dir = process.argv[2];
if (dir === undefined) throw new RangeError("name the folder to record into");
await recordToFolder(replayBreakpoints, dir);
const newest = readdirSync(dir).filter((name) => name.endsWith(".peek.jsonl")).toSorted().at(-1);
console.log(join(dir, newest ?? ""));
