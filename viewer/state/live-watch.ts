import { joinAlerts } from "../model/live-alerts.ts";
import { effect, untracked } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Store } from "./store.ts";

const MOST_SHOWN = 50;

/** Fetches alerts on files that are followed as they come, and tells the newest. */
export class LiveWatch {
  readonly #store: Store;
  readonly #client: EngineClient;
  #known = 0;
  #isAsking = false;

  constructor(store: Store, client: EngineClient) {
    this.#store = store;
    this.#client = client;
    effect(() => {
      const { version, files } = store.open.get();
      if (version > 0 && store.growing.get()) void this.#ask();
      const shown = untracked(() => store.liveAlerts.get());
      const left = shown.filter(({ file }) => files.some((open) => open.file === file));
      if (left.length < shown.length) store.liveAlerts.set(left);
    });
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const answer = await this.#client.analyse("live-alerts", { after: this.#known });
    this.#isAsking = false;
    if (!answer.ok || answer.value.total === this.#known) return;
    this.#known = answer.value.total;
    const { liveAlerts, announcement } = this.#store;
    liveAlerts.set(joinAlerts(liveAlerts.get(), answer.value.alerts).slice(-MOST_SHOWN));
    const newest = answer.value.alerts.at(-1);
    if (newest !== undefined) announcement.set(`Alert: ${newest.signal}`);
  }
}
