import { wrap, type Remote } from "comlink";
import type { EngineApi, EngineFailure, Result } from "../engine/api.ts";
import type { Analyses, AnalysisId } from "../engine/contracts/analyses.ts";

/** The calls of the engine that answer with a result. */
type ResultCall = { [K in keyof EngineApi]: EngineApi[K] extends (...args: never[]) => Promise<Result<unknown>> ? K : never }[keyof EngineApi];
type Value<K extends ResultCall> = Awaited<ReturnType<EngineApi[K]>> extends Result<infer V> ? V : never;

/** The engine as the page talks to it: every call ends in a value or in `null`, with the failure told to one place. */
export class EngineClient {
  readonly remote: Remote<EngineApi>;
  readonly #onFailure: (failure: EngineFailure) => void;
  #tickets = 0;

  constructor(worker: Worker, onFailure: (failure: EngineFailure) => void) {
    this.remote = wrap<EngineApi>(worker);
    this.#onFailure = onFailure;
    worker.addEventListener("error", (event) => onFailure(crashed(event.message)));
    worker.addEventListener("messageerror", () => onFailure(crashed("a message could not be read")));
  }

  /** Calls the engine; null if it failed, and then the failure has been told. Stale views and closed files are not told. */
  async ask<K extends ResultCall>(call: K, ...args: Parameters<EngineApi[K]>): Promise<Value<K> | null> {
    const result = await this.tryAsk(call, ...args);
    if (result.ok) return result.value;
    if (result.error.code !== "cancelled") this.#onFailure(result.error);
    return null;
  }

  /** Asks for an analysis and gives its result; the caller shows a failure in its own place, beside what did not fail. When the signal goes off, the engine need not go on. */
  async analyse<K extends AnalysisId>(id: K, params: Analyses[K]["params"], signal?: AbortSignal): Promise<Result<Analyses[K]["result"]>> {
    const ticket = ++this.#tickets;
    signal?.addEventListener("abort", () => void this.remote.leave(ticket), { once: true });
    try {
      const analyse = this.remote.analyse as unknown as (id: K, params: Analyses[K]["params"], ticket: number) => Promise<Result<Analyses[K]["result"]>>;
      return await analyse(id, params, ticket);
    } catch (error) {
      return { ok: false, error: crashed(String(error)) };
    }
  }

  /** Calls the engine and gives its result, failures included. */
  async tryAsk<K extends ResultCall>(call: K, ...args: Parameters<EngineApi[K]>): Promise<Result<Value<K>>> {
    try {
      const method = this.remote[call] as unknown as (...args: readonly unknown[]) => Promise<Result<Value<K>>>;
      return await method(...args);
    } catch (error) {
      return { ok: false, error: crashed(String(error)) };
    }
  }
}

function crashed(detail: string): EngineFailure {
  return { code: "engine_failed", cause: "the engine stopped working", place: "engine worker", next: "Reload the page and open the trace again.", detail };
}
