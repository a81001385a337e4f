import { expose } from "comlink";
import { startDuckDb } from "./duckdb-wasm.ts";
import { Engine } from "./engine.ts";

/** How long the database may take to start; compiled code starts in two to four seconds on a slow machine. */
const START_TIMEOUT_MS = 30_000;

expose(new Engine((assets) => startDuckDb(assets, START_TIMEOUT_MS)));
