import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../viewer/engine/api.ts";
import { Address, type AddressBar } from "../../../viewer/state/address.ts";
import { createPreferences } from "../../../viewer/state/preferences.ts";
import { Store } from "../../../viewer/state/store.ts";

/** An address bar that notes what it is told, and paints when it is told to. */
function fakeBar(): AddressBar & { readonly told: string[]; paint(): void; back(fragment: string): void } {
  const told: string[] = [];
  let now = "";
  let due: (() => void)[] = [];
  let changed = (): void => undefined;
  const said = (how: string) => (fragment: string): void => {
    now = fragment;
    told.push(`${how} ${decodeURIComponent(fragment).replace("v=1&", "")}`);
  };
  return {
    told,
    fragment: () => now,
    replace: said("replace"),
    push: said("push"),
    onChange: (listener) => (changed = listener),
    afterPaint: (work) => due.push(work),
    paint: () => {
      const works = due;
      due = [];
      for (const work of works) work();
    },
    back: (fragment) => {
      now = fragment;
      changed();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const runOf = (run: number): RunRow => ({ run, file: 0, session: `s${run}`, title: "" }) as RunRow;

function started(): { readonly store: Store; readonly bar: ReturnType<typeof fakeBar> } {
  const store = new Store(createPreferences(() => ({ getItem: () => null, setItem: () => undefined })));
  const bar = fakeBar();
  const address = new Address(store, bar);
  expect(address.fragmentOf("")).toBe("");
  store.runs.set([runOf(1), runOf(2), runOf(3)]);
  return { store, bar };
}

describe("the address", () => {
  it("is written once for all that changed until the page was painted", async () => {
    const { store, bar } = started();
    store.run.set(1);
    await settled();
    store.query.set("q");
    await settled();
    expect(bar.told).toEqual([]);
    bar.paint();
    expect(bar.told).toEqual(["replace s=s1&q=q"]);
    bar.paint();
    expect(bar.told).toHaveLength(1);
  });

  it("keeps every run and lens to go back to at once, however fast they followed one another", async () => {
    const { store, bar } = started();
    for (const run of [1, 2, 3]) {
      store.run.set(run);
      await settled();
      store.query.set(`q${run}`);
      await settled();
    }
    store.lens.set("tree");
    await settled();
    bar.paint();
    expect(bar.told).toEqual(["replace s=s1&q=q1", "push s=s2&q=q1", "replace s=s2&q=q2", "push s=s3&q=q2", "replace s=s3&q=q3", "push s=s3&tab=tree&q=q3"]);
  });

  it("does not undo going back with what it was about to say", async () => {
    const { store, bar } = started();
    store.run.set(1);
    await settled();
    bar.paint();
    store.query.set("late");
    await settled();
    bar.back("v=1&s=s1&q=before");
    bar.paint();
    expect([store.query.get(), bar.told]).toEqual(["before", ["replace s=s1"]]);
  });

  it("rests while a run is played", async () => {
    const { store, bar } = started();
    store.playing.set(true);
    store.run.set(1);
    await settled();
    bar.paint();
    expect(bar.told).toEqual([]);
    store.playing.set(false);
    await settled();
    bar.paint();
    expect(bar.told).toEqual(["replace s=s1"]);
  });
});
