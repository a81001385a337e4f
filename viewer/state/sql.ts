import { Signal } from "signal-polyfill";
import type { EngineFailure } from "../engine/api.ts";
import type { SqlResult } from "../engine/contracts/sql.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Store } from "./store.ts";

/** What the SQL lens asks and what came of it. */
export class SqlState {
  readonly text: Signal.State<string>;
  readonly result = new Signal.State<SqlResult | null>(null);
  readonly failure = new Signal.State<EngineFailure | null>(null);
  readonly isRunning = new Signal.State(false);
  readonly #client: EngineClient;

  constructor(store: Store, client: EngineClient) {
    this.text = store.sql;
    this.#client = client;
  }

  /** Runs a statement; its text then stands in the address. Does nothing while one runs. */
  async run(text: string): Promise<void> {
    if (this.isRunning.get()) return;
    this.text.set(text);
    this.isRunning.set(true);
    const answer = await this.#client.analyse("sql", { text });
    this.isRunning.set(false);
    this.failure.set(answer.ok ? null : answer.error);
    if (answer.ok) this.result.set(answer.value);
  }
}
