import { Signal } from "signal-polyfill";

/** Runs `work` now and again, in a microtask, whenever a signal it read has changed. Returns how to stop it. */
export function effect(work: () => void): () => void {
  const computed = new Signal.Computed(work);
  let waiting = false;
  const watcher = new Signal.subtle.Watcher(() => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (stopped) return;
      watcher.watch();
      computed.get();
    });
  });
  let stopped = false;
  watcher.watch(computed);
  computed.get();
  return () => {
    stopped = true;
    watcher.unwatch(computed);
  };
}

/** Reads signals without being run again when they change. */
export function untracked<T>(read: () => T): T {
  return Signal.subtle.untrack(read);
}
