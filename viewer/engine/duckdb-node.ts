import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import { tableFromIPC } from "apache-arrow";
import { OFFLINE_SETTINGS, type Database } from "./database.ts";

/** The same DuckDB-WASM inside Node, on the calling thread: for tests and the command line. */
export async function startDuckDbInNode(): Promise<Database> {
  const dist = dirname(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
  const bundle = { mainModule: join(dist, "duckdb-eh.wasm"), mainWorker: join(dist, "duckdb-node-eh.worker.cjs") };
  const duck = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), NODE_RUNTIME);
  await duck.instantiate();
  duck.open({ query: { castBigIntToDouble: true } });
  const connection = duck.connect();
  const database: Database = {
    title: `DuckDB ${duck.getVersion()}`,
    insert: async (table, ipc, create) => connection.useUnsafe((bindings, id) => bindings.insertArrowFromIPCStream(id, ipc, { name: table, create })),
    query: async (sql) => tableFromIPC(connection.useUnsafe((bindings, id) => bindings.runQuery(id, sql))),
    // On the calling thread nothing can stop a statement.
    queryWithin: (sql) => database.query(sql),
    close: async () => duck.reset(),
  };
  for (const setting of OFFLINE_SETTINGS) await database.query(setting);
  return database;
}
