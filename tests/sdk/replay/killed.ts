/** Runs the agent until it kills itself: `tsx killed.ts FOLDER CALLS ROUND`. */
import { init } from "../../../sdk/index.ts";
import { noteIn, weatherAgent } from "./agent.ts";

const [dir, calls, round] = process.argv.slice(2);
init({ dir });
await weatherAgent({ onCall: noteIn(calls ?? ""), killInRound: Number(round) })();
