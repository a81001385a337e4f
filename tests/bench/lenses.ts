import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { longRun10k } from "../../samples/scenarios/long_run_10k.ts";
import { recordToText } from "../../samples/scenarios/support/stage.ts";
import { LENSES } from "../../viewer/ui/app/lenses.ts";
import { generateTrace } from "../support/generate.ts";
import type { BenchLine } from "./line.ts";
import { figure, median } from "./support/figures.ts";
import { askSql, bookmarkSome, clearLens, clickedMs, placesToClick, played, readyMs, watchClick } from "./support/lens-page.ts";
import { openFile, openViewer } from "./support/page.ts";

/** Rounds and clicks over ten thousand events, and over a million. */
const SMALL = { rounds: 3, clicks: 10 };
const LARGE = { rounds: 2, clicks: 6 };
const MILLION = 1_000_000;
const PLAYED_MS = 3000;
/** What the system we rebuild took at 10,000 events: first rows of its trace tab, opening its inspect tab, a click on a row. */
const PEER = { name: "agent_debugger b1f3b46 in Chromium, 10,000 events", events: 14_100, lens: 115_700, click: 1960 };
/** What a person is willing to wait for a part of a million events, and for a click. */
const BOUND = { name: "bound asked for", readyMs: 2000, clickMs: 50, stepsPerS: 60 };

/** What a person clicks on in each lens to see an event. */
const TARGETS: Readonly<Record<string, string>> = {
  events: ".row:not(.header, [hidden])",
  insights: ".event",
  tree: ".canvas",
  replay: ".transport button[title^=Back], .transport button[title^=On]",
  agents: ".rl-row:not([hidden])",
  safety: ".rl-row:not([hidden])",
  calls: ".links button",
  compare: ".row:not([hidden])",
  board: "td button",
  sql: "td button",
  notes: ".rl-row:not([hidden])",
};

/** A file with how it is cut into runs, and the lenses it is hardest for. */
interface Case {
  readonly file: string;
  readonly lenses: readonly string[];
}

/** Every lens of the table over ten thousand events and over a million: until it stands, a click of the mouse, and playing. */
export async function run(): Promise<BenchLine[]> {
  const lenses = LENSES.map(({ id }) => id);
  const single = lenses.filter((id) => id !== "compare" && id !== "board");
  const small = await measure([{ file: await twoShifts(), lenses }], SMALL);
  const large = await measure([
    { file: million(MILLION), lenses: single },
    { file: million(MILLION / 2), lenses: ["compare"] },
    { file: million(1000), lenses: ["board"] },
  ], LARGE);
  const peer = (lens: string): { readonly peer: string; readonly peerValue: number } => ({ peer: PEER.name, peerValue: lens === "events" ? PEER.events : PEER.lens });
  for (const [lens, { clicks }] of small) if (clicks.length === 0) throw new Error(`no click in the lens ${lens} led to an event`);
  const lines = lenses.flatMap((lens) => [
    line({ metric: `ready_ms.${lens}`, values: small.get(lens)?.ready ?? [], ...peer(lens) }),
    line({ metric: `click_ms.${lens}`, values: small.get(lens)?.clicks ?? [], peer: PEER.name, peerValue: PEER.click }),
    line({ metric: `ready_ms_1m.${lens}`, values: large.get(lens)?.ready ?? [], peer: BOUND.name, peerValue: BOUND.readyMs }),
    line({ metric: `click_ms_1m.${lens}`, values: large.get(lens)?.clicks ?? [], peer: BOUND.name, peerValue: BOUND.clickMs }),
  ]).filter(({ runs }) => runs > 0);
  const slowest = Math.max(...[...small.values()].map(({ clicks }) => median(clicks)));
  return [...lines, line({ metric: "click_ms", unit: "ms, in the slowest lens", values: [slowest], peer: PEER.name, peerValue: PEER.click }), ...(await playing())];
}

function line({ values, unit = "ms", ...given }: { readonly metric: string; readonly values: readonly number[]; readonly unit?: string; readonly peer: string; readonly peerValue: number }): BenchLine {
  return figure({ bench: "lenses", unit, value: median(values), runs: values.length, ...given });
}

function million(runEvents: number): string {
  return generateTrace(join(tmpdir(), "peaky-peek-bench"), { events: MILLION, words: 2, runEvents });
}

/** The sample of ten thousand events, and the same shift of the day after, in which every fiftieth event is missing. */
async function twoShifts(): Promise<string> {
  const file = await oneShift();
  const [head = "", ...events] = readFileSync(file, "utf8").trimEnd().split("\n");
  const session = (JSON.parse(events[0] ?? "{}") as { readonly session?: string }).session ?? "";
  const after = events.filter((_line, index) => index % 50 !== 49).map((text) => text.replaceAll(session, `${session}-2`));
  const both = join(tmpdir(), "peaky-peek-two-shifts.peek.jsonl");
  writeFileSync(both, `${[head, ...events, ...after].join("\n")}\n`);
  return both;
}

async function oneShift(): Promise<string> {
  const file = join(tmpdir(), "peaky-peek-long-run-10k.peek.jsonl");
  writeFileSync(file, await recordToText(longRun10k));
  return file;
}

interface Times {
  readonly ready: number[];
  readonly clicks: number[];
}

/** Each round in a page of its own, so that every lens starts cold: its code is run, its answers are worked out. */
async function measure(cases: readonly Case[], { rounds, clicks: wanted }: typeof SMALL): Promise<ReadonlyMap<string, Times>> {
  const found = new Map<string, Times>();
  for (const { file, lenses } of cases) {
    for (let round = 0; round < rounds; round++) {
      const viewer = await openViewer();
      await openFile(viewer.page, file);
      await viewer.page.waitForTimeout(1500);
      await viewer.page.evaluate(bookmarkSome, wanted);
      for (const lens of lenses) {
        const times = found.get(lens) ?? { ready: [], clicks: [] };
        found.set(lens, times);
        await viewer.page.evaluate(clearLens);
        await viewer.page.waitForTimeout(200);
        times.ready.push(await viewer.page.evaluate(readyMs, lens));
        times.clicks.push(...(await clicksOf(viewer.page, lens, wanted)));
      }
      await viewer.close();
    }
  }
  return found;
}

/** Clicks with the mouse, in whatever state the lens is: what it is still working out must not keep anybody waiting. */
async function clicksOf(page: Page, lens: string, wanted: number): Promise<number[]> {
  if (lens === "sql") await page.evaluate(askSql);
  await page.waitForTimeout(50);
  const times: number[] = [];
  for (let click = 0; click < wanted; click++) {
    const places = await page.evaluate(placesToClick, { selector: TARGETS[lens] ?? "", most: wanted });
    const place = places[click % Math.max(1, places.length)];
    if (place === undefined) break;
    await page.evaluate(watchClick);
    await page.mouse.click(place.x, place.y);
    const ms = await page.evaluate(clickedMs);
    if (ms !== null) times.push(ms);
  }
  return times;
}

async function playing(): Promise<BenchLine[]> {
  const viewer = await openViewer();
  await openFile(viewer.page, await oneShift());
  const { passed, painted } = await viewer.page.evaluate(played, PLAYED_MS);
  await viewer.close();
  return [
    line({ metric: "replay_steps_per_s", unit: "steps a second, each shown", values: [passed], peer: BOUND.name, peerValue: BOUND.stepsPerS }),
    line({ metric: "replay_painted_per_s", unit: "steps painted a second", values: [painted], peer: "frames of the screen", peerValue: 60 }),
  ];
}
