import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { longRun10k } from "../../samples/scenarios/long_run_10k.ts";
import { recordToText } from "../../samples/scenarios/support/stage.ts";
import { generateTrace } from "../support/generate.ts";
import type { BenchLine } from "./line.ts";
import { figure, median } from "./support/figures.ts";
import { openFile, openViewer } from "./support/page.ts";

const ROUNDS = 3;
const CLICKS = 20;
const MILLION = 1_000_000;
const PLAYED_MS = 3000;
/** What the system we rebuild took at 10,000 events: first rows of its trace tab, opening its inspect tab, a click on a row. */
const PEER = { name: "agent_debugger b1f3b46 in Chromium, 10,000 events", events: 14_100, lens: 115_700, click: 1960 };
/** What a person is willing to wait for a part of a million events. */
const BOUND = { name: "bound of 2 s, 1,000,000 events in one run", ms: 2000 };

/** Every lens of the table over ten thousand events and over a million in one run: until it stands, a click, and playing. */
export async function run(): Promise<BenchLine[]> {
  const small = join(tmpdir(), "peaky-peek-long-run-10k.peek.jsonl");
  writeFileSync(small, await recordToText(longRun10k));
  const large = generateTrace(join(tmpdir(), "peaky-peek-bench"), { events: MILLION, words: 2, runEvents: MILLION });
  const tenThousand = await measure(small);
  const million = await measure(large);
  const lines: BenchLine[] = [];
  for (const [lens, { ready, clicks }] of tenThousand.lenses) {
    lines.push(figure({ bench: "lenses", metric: `ready_ms.${lens}`, value: median(ready), unit: "ms", peer: PEER.name, peerValue: lens === "events" ? PEER.events : PEER.lens, runs: ready.length }));
    lines.push(figure({ bench: "lenses", metric: `click_ms.${lens}`, value: median(clicks), unit: "ms", peer: PEER.name, peerValue: PEER.click, runs: clicks.length }));
  }
  for (const [lens, { ready }] of million.lenses) lines.push(figure({ bench: "lenses", metric: `ready_million_ms.${lens}`, value: median(ready), unit: "ms", peer: BOUND.name, peerValue: BOUND.ms, runs: ready.length }));
  const slowest = Math.max(...[...tenThousand.lenses.values()].map(({ clicks }) => median(clicks)));
  lines.push(figure({ bench: "lenses", metric: "click_ms", value: slowest, unit: "ms, in the slowest lens", peer: PEER.name, peerValue: PEER.click, runs: CLICKS }));
  lines.push(figure({ bench: "lenses", metric: "replay_steps_per_s", value: tenThousand.steps, unit: "steps painted a second", peer: "60 steps/s asked for", peerValue: 60, runs: 1 }));
  return lines;
}

interface Measured {
  readonly lenses: ReadonlyMap<string, { readonly ready: number[]; readonly clicks: readonly number[] }>;
  readonly steps: number;
}

/** Each round in a page of its own, so that every lens starts cold: its code is run, its answers are worked out. */
async function measure(file: string): Promise<Measured> {
  const lenses = new Map<string, { readonly ready: number[]; clicks: readonly number[] }>();
  let steps = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const viewer = await openViewer();
    const { page } = viewer;
    await openFile(page, file);
    await page.waitForTimeout(1500);
    for (const lens of await lensIds(page)) {
      const known = lenses.get(lens) ?? { ready: [], clicks: [] };
      lenses.set(lens, known);
      await page.evaluate(showLens, "none");
      await page.waitForTimeout(200);
      known.ready.push(await page.evaluate(readyMs, lens));
      if (round === 0) known.clicks = await page.evaluate(clickMs, CLICKS);
    }
    if (round === 0) steps = await page.evaluate(playedStepsPerSecond, PLAYED_MS);
    await viewer.close();
  }
  return { lenses, steps };
}

/** The lenses in the order of the tabs, by the titles of their commands. */
async function lensIds(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const tabs = document.querySelector("peek-app")?.shadowRoot?.querySelector("lens-tabs")?.shadowRoot?.querySelectorAll<HTMLElement>("[role=tab]") ?? [];
    const app = (document.querySelector("peek-app") as unknown as { app: BenchApp }).app;
    return [...tabs].map((tab) => {
      tab.click();
      return app.store.lens.get();
    });
  });
}

/** What the functions below, which run in the page, use of the app. */
interface BenchApp {
  readonly store: {
    readonly lens: { get(): string; set(lens: string): void };
    readonly row: { get(): number };
    readonly run: { get(): number };
    readonly detail: { get(): { readonly row: number } | null };
    readonly stops: { set(stops: readonly string[]): void };
  };
  readonly selection: { selectRow(row: number): void };
  readonly replay: { readonly playing: { get(): object; set(playing: object): void }; readonly step: { get(): number }; seek(step: number): void; toggle(): void; pause(why: string): void };
}

/** Takes the lens off the page: an empty place, as before any was shown. */
async function showLens(_lens: string): Promise<void> {
  const host = document.querySelector("peek-app")?.shadowRoot?.querySelector("lens-host") as (HTMLElement & { lens: unknown; updateComplete: Promise<unknown> }) | null;
  if (host === null) throw new Error("no place for lenses");
  host.lens = null;
  await host.updateComplete;
}

/** Milliseconds from choosing a lens until nothing in it waits and what it says has stood still for three frames. */
async function readyMs(lens: string): Promise<number> {
  const element = document.querySelector("peek-app") as HTMLElement & { app: BenchApp; requestUpdate(): void };
  const { store } = element.app;
  const start = performance.now();
  store.lens.set(store.lens.get() === lens ? "" : lens);
  store.lens.set(lens);
  element.requestUpdate();
  let [last, still, stoodAt] = ["", 0, start];
  for (let now = start; now - start < 60_000 && still < 3; now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())))) {
    const { waiting, text } = look(element.shadowRoot?.querySelector("lens-host") ?? null);
    if (waiting || text.length < 20 || text !== last) [still, stoodAt] = [0, now];
    else still++;
    last = text;
  }
  return stoodAt - start;

  /** All text of the lens, through shadow roots, and whether any part of it says that it waits. */
  function look(root: Element | null): { readonly waiting: boolean; readonly text: string } {
    const texts: string[] = [];
    let waiting = root === null;
    const stack: Node[] = root === null ? [] : [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node instanceof Text) texts.push(node.data.trim());
      if (node instanceof HTMLStyleElement) continue;
      if (node instanceof Element && node.matches(".answer-waiting, .waiting, [aria-busy=true]") && !node.matches("[hidden], .row[hidden]")) waiting = true;
      if (node instanceof Element && node.shadowRoot !== null) stack.push(...node.shadowRoot.childNodes);
      stack.push(...node.childNodes);
    }
    return { waiting, text: texts.join(" ") };
  }
}

/** Milliseconds from choosing an event until its details are known and a frame with them is painted. */
async function clickMs(count: number): Promise<number[]> {
  const { app } = document.querySelector("peek-app") as unknown as { app: BenchApp };
  const first = app.store.row.get();
  const times: number[] = [];
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  for (let click = 1; click <= count; click++) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const row = first + (click % 2 === 0 ? 0 : click % 10);
    const start = performance.now();
    app.selection.selectRow(row);
    while (app.store.detail.get()?.row !== row && performance.now() - start < 5000) await new Promise((resolve) => setTimeout(resolve, 0));
    times.push((await frame()) - start);
  }
  return times;
}

/** Steps on screen a second while the run is played at its fastest, nothing skipped and nowhere stopped. */
async function playedStepsPerSecond(forMs: number): Promise<number> {
  const { app } = document.querySelector("peek-app") as unknown as { app: BenchApp };
  app.store.stops.set([]);
  app.store.lens.set("replay");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  app.replay.seek(0);
  app.replay.playing.set({ ...app.replay.playing.get(), pace: { id: "60", title: "", stepsPerSecond: 60, times: 0 }, skipStretches: false });
  app.replay.toggle();
  const seen = new Set<number>();
  const start = performance.now();
  while (performance.now() - start < forMs) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    seen.add(app.replay.step.get());
  }
  app.replay.pause("");
  return (seen.size / (performance.now() - start)) * 1000;
}
