import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import { tableFromIPC, type Table } from "apache-arrow";
import type { EngineAssets } from "./api.ts";
import { OFFLINE_SETTINGS, type Database } from "./database.ts";

/**
 * Put before the database's own worker script. A worker made from a blob cannot fetch the page's files under file://,
 * and must not fetch anything at all, as it would for a table named like an address; so the compiled module is posted
 * to it and handed out where the script would have fetched and compiled it.
 */
const PRELUDE = `
let handOver;
const compiled = new Promise((resolve) => { handOver = resolve; });
addEventListener("message", function first(event) {
  if (!event.data || !event.data.compiledModule) return;
  event.stopImmediatePropagation();
  removeEventListener("message", first);
  handOver(event.data.compiledModule);
});
globalThis.fetch = () => Promise.resolve(new Response());
globalThis.XMLHttpRequest = class { constructor() { throw new Error("nothing is fetched here"); } };
WebAssembly.instantiateStreaming = async (_response, imports) => {
  const module = await compiled;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};
`;

/** An address that is never asked for; the script insists on having one. */
const NO_ADDRESS = "data:application/wasm,";

/** Starts DuckDB-WASM in a worker of its own. Rejects if it has not answered after `timeoutMs`. */
export async function startDuckDb(assets: EngineAssets, timeoutMs: number): Promise<Database> {
  const url = URL.createObjectURL(new Blob([PRELUDE, assets.databaseWorker], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.postMessage({ compiledModule: assets.wasm });
  const duck = new AsyncDuckDB(new VoidLogger(), worker);
  try {
    await withTimeout(duck.instantiate(NO_ADDRESS, null), timeoutMs);
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    URL.revokeObjectURL(url);
  }
  await duck.open({ query: { castBigIntToDouble: true } });
  const connection = await duck.connectInternal();
  const database = new DuckDbWasm(duck, connection, await duck.getVersion());
  for (const setting of OFFLINE_SETTINGS) await database.query(setting);
  return database;
}

class DuckDbWasm implements Database {
  readonly title: string;
  readonly #duck: AsyncDuckDB;
  readonly #connection: number;

  constructor(duck: AsyncDuckDB, connection: number, version: string) {
    this.#duck = duck;
    this.#connection = connection;
    this.title = `DuckDB ${version}`;
  }

  async insert(table: string, ipc: Uint8Array, create: boolean): Promise<void> {
    await this.#duck.insertArrowFromIPCStream(this.#connection, ipc, { name: table, create });
  }

  async query(sql: string): Promise<Table> {
    return tableFromIPC(await this.#duck.runQuery(this.#connection, sql));
  }

  async queryWithin(sql: string, ms: number): Promise<Table> {
    const connection = await this.#duck.connectInternal();
    try {
      const end = performance.now() + ms;
      let header = await this.#duck.startPendingQuery(connection, sql, false);
      while (header === null && performance.now() < end) header = await this.#duck.pollPendingQuery(connection);
      if (header === null) {
        await this.#duck.cancelPendingQuery(connection);
        throw new Error(`the statement took longer than ${ms / 1000} s and was stopped`);
      }
      const chunks = [header];
      for (let chunk = await this.#nextChunk(connection); chunk.length > 0; chunk = await this.#nextChunk(connection)) chunks.push(chunk);
      return tableFromIPC(chunks);
    } finally {
      await this.#duck.disconnect(connection);
    }
  }

  async #nextChunk(connection: number): Promise<Uint8Array> {
    return (await this.#duck.fetchQueryResults(connection)) ?? new Uint8Array(0);
  }

  async close(): Promise<void> {
    await this.#duck.terminate();
  }
}

function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
