import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateTrace } from "../support/generate.ts";
import type { BenchLine } from "./line.ts";
import { figure, quantile } from "./support/figures.ts";
import { openFile, openViewer } from "./support/page.ts";

const EVENTS = 1_000_000;
const FRAMES = 400;
/** A frame of a 60 Hz screen. */
const FRAME_MS = 1000 / 60;

/** Scrolling through every event of a million in one table: the time from frame to frame. */
export async function run(): Promise<BenchLine[]> {
  const file = generateTrace(join(tmpdir(), "peaky-peek-bench"), { events: EVENTS, words: 2, runEvents: EVENTS });
  const viewer = await openViewer();
  await openFile(viewer.page, file);
  await viewer.page.locator(`peek-event-table [aria-rowcount="${EVENTS + 1}"]`).waitFor({ timeout: 60_000 });
  const frames = await viewer.page.evaluate(scrollThrough, FRAMES);
  await viewer.close();
  return [figure({ bench: "scroll", metric: "p95_frame_ms", value: quantile(frames, 0.95), unit: "ms", peer: "one frame at 60 Hz", peerValue: FRAME_MS, runs: FRAMES })];
}

/** Runs in the page: moves the scrollbar over the whole list, a step a frame, and notes how long each frame took. */
async function scrollThrough(count: number): Promise<number[]> {
  const app = document.querySelector("peek-app")?.shadowRoot;
  const scroller = app?.querySelector("events-panel")?.shadowRoot?.querySelector("peek-event-table")?.shadowRoot?.querySelector(".scroller");
  if (scroller == null) throw new Error("no table");
  const frames: number[] = [];
  const step = (scroller.scrollHeight - scroller.clientHeight) / count;
  let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let frame = 0; frame < count; frame++) {
    scroller.scrollTop += step;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    frames.push(now - before);
    before = now;
  }
  return frames;
}
