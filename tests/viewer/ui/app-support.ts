import { ContextProvider } from "@lit/context";
import { tableFromArrays } from "apache-arrow";
import { expose } from "comlink";
import { Engine } from "../../../viewer/engine/engine.ts";
import type { Database } from "../../../viewer/engine/database.ts";
import { createApp, type App } from "../../../viewer/state/app.ts";
import { appContext } from "../../../viewer/ui/app/context.ts";
import { settled } from "./support.ts";

/** A database that holds nothing: views, rows, timelines and events need none. */
const NO_DATABASE: Database = {
  title: "none",
  insert: async () => {},
  query: async () => tableFromArrays({}),
  queryWithin: async () => tableFromArrays({}),
  close: async () => {},
};

/** An app with the real engine behind it that has read these lines and looks at their first run, provided to `host`. */
export async function appWith(host: HTMLElement, lines: readonly object[]): Promise<App> {
  const { port1, port2 } = new MessageChannel();
  expose(new Engine(async () => NO_DATABASE), port2);
  const address = { fragment: () => "", replace: () => {}, push: () => {}, onChange: () => {}, afterPaint: () => {} };
  const kept = new Map<string, string>();
  const preferences = () => ({ getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
  const app = createApp({ worker: port1 as unknown as Worker, address, preferences, samples: [], requests: () => 0, version: "test" });
  await app.client.remote.start({} as never);
  const text = [{ peek: 1 }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
  await app.client.remote.open([{ name: "test.peek.jsonl", blob: new Blob([text]) }]);
  for (let state = app.store.open.get(); !state.files.some((file) => file.status === "ready"); ) {
    state = await app.client.remote.state(state.version);
    app.store.open.set(state);
  }
  new ContextProvider(host, { context: appContext, initialValue: app });
  app.store.run.set(0);
  return app;
}

/** Waits until something holds; fails after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (holds()) return await settled();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it never came to hold");
}
