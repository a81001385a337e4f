import { describe, expect, it } from "vitest";
import { BrushEvent, MarkSelectEvent } from "../../../../viewer/ui/timeline/messages.ts";
import { TimelineView } from "../../../../viewer/ui/timeline/timeline-view.ts";
import { lane, timelineOf } from "../../support.ts";
import { inside, press, settled, show, visibleText } from "../support.ts";

const GUTTER = 96;
const WIDTH = 896;

async function timeline(lanes = [lane("support", [[0, 100], [500, 600, 1]]), lane("tools", [[900, 1000]], 10)]): Promise<TimelineView> {
  const view = new TimelineView();
  view.data = timelineOf(lanes, 1000);
  await show(view, { width: WIDTH, height: 200 });
  return view;
}

/** Pixel of a time while the whole run (1,000 ms and a hundredth of air on either side) is in sight. */
const x = (ms: number): number => GUTTER + ((ms + 10) / 1020) * (WIDTH - GUTTER);

function pointer(view: TimelineView, type: string, at: { readonly x: number; readonly y: number; readonly shiftKey?: boolean }): void {
  const canvas = inside<HTMLCanvasElement>(view, "canvas");
  const box = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {};
  canvas.dispatchEvent(new PointerEvent(type, { clientX: box.left + at.x, clientY: box.top + at.y, button: 0, pointerId: 1, shiftKey: at.shiftKey ?? false, bubbles: true }));
}

async function drag(view: TimelineView, from: number, to: number): Promise<readonly (readonly [number, number] | null)[]> {
  const ranges: (readonly [number, number] | null)[] = [];
  const listen = (event: Event): void => void ranges.push((event as BrushEvent).range);
  view.addEventListener(BrushEvent.type, listen);
  pointer(view, "pointerdown", { x: from, y: 60 });
  pointer(view, "pointermove", { x: to, y: 60 });
  pointer(view, "pointerup", { x: to, y: 60 });
  await settled();
  view.removeEventListener(BrushEvent.type, listen);
  return ranges;
}

describe("the brush", () => {
  it("is drawn by a drag, in either direction, and said in words", async () => {
    const view = await timeline();
    const [range] = await drag(view, x(700), x(300));
    expect(range?.[0]).toBeCloseTo(300, 0);
    expect(range?.[1]).toBeCloseTo(700, 0);
    expect(visibleText(inside(view, "[role=status]"))).toContain("400 ms");
  });

  it("can be taken by its edges and is cleared by Escape", async () => {
    const view = await timeline();
    await drag(view, x(300), x(700));
    const [moved] = await drag(view, x(700), x(800));
    expect(moved?.[0]).toBeCloseTo(300, 0);
    expect(moved?.[1]).toBeCloseTo(800, 0);
    const ranges: unknown[] = [];
    view.addEventListener(BrushEvent.type, (event) => ranges.push((event as BrushEvent).range));
    await press(inside(view, ".stage"), "{Escape}");
    expect(ranges).toEqual([null]);
  });

  it("is moved by keys through its sliders", async () => {
    const view = await timeline();
    const ranges: (readonly [number, number] | null)[] = [];
    view.addEventListener(BrushEvent.type, (event) => ranges.push((event as BrushEvent).range));
    const start = inside(view, "[role=slider][aria-label='Range start']");
    await press(start, "{PageUp}");
    expect(ranges[0]?.[0]).toBeCloseTo(102, 0);
    expect(ranges[0]?.[1]).toBe(1000);
    expect(start.getAttribute("aria-valuenow")).toBe("102");
  });
});

describe("choosing and zooming", () => {
  it("a click chooses the mark under it, or none", async () => {
    const view = await timeline();
    const rows: number[] = [];
    view.addEventListener(MarkSelectEvent.type, (event) => rows.push((event as MarkSelectEvent).row));
    for (const at of [{ x: x(550), y: 30 }, { x: x(950), y: 52 }, { x: x(300), y: 30 }]) {
      pointer(view, "pointerdown", at);
      pointer(view, "pointerup", at);
    }
    expect(rows).toEqual([1, 10]);
  });

  it("W zooms in, 0 goes back, and what is clicked stays true", async () => {
    const view = await timeline();
    view.selectedMs = 550;
    await press(inside(view, ".stage"), "wwwwww");
    expect(visibleText(view)).toContain("whole run");
    const rows: number[] = [];
    view.addEventListener(MarkSelectEvent.type, (event) => rows.push((event as MarkSelectEvent).row));
    const at = { x: x(550), y: 30 };
    pointer(view, "pointerdown", at);
    pointer(view, "pointerup", at);
    expect(rows).toEqual([1]);
    await press(inside(view, ".stage"), "0");
    expect(visibleText(view)).not.toContain("whole run");
  });
});

describe("the pointer", () => {
  const tip = (view: TimelineView): string => view.shadowRoot?.querySelector(".tip")?.textContent ?? "";
  const scrolled = async (view: TimelineView, given: WheelEventInit): Promise<boolean> => {
    const taken = !inside(view, "canvas").dispatchEvent(new WheelEvent("wheel", { ...given, bubbles: true, cancelable: true }));
    await settled();
    return taken;
  };
  const clicked = (view: TimelineView, at: number): number => {
    let row = -1;
    view.addEventListener(MarkSelectEvent.type, (event) => (row = (event as MarkSelectEvent).row), { once: true });
    pointer(view, "pointerdown", { x: at, y: 30 });
    pointer(view, "pointerup", { x: at, y: 30 });
    return row;
  };

  it("is told what is under it: first the facts, then its name; nothing where nothing is, nor while it draws", async () => {
    const view = await timeline();
    let tell = (_name: string): void => {};
    view.describe = (row) => new Promise((resolve) => (tell = (name) => resolve(`${name} ${row}`)));
    pointer(view, "pointermove", { x: x(550), y: 30 });
    await settled();
    expect(tip(view)).toBe("500 ms · took 100 ms");
    tell("tool call");
    await settled();
    expect(tip(view)).toBe("tool call 1 · 500 ms · took 100 ms");
    pointer(view, "pointermove", { x: x(560), y: 30 });
    await settled();
    expect(tip(view)).toBe("tool call 1 · 500 ms · took 100 ms");
    pointer(view, "pointermove", { x: x(300), y: 30 });
    await settled();
    expect(tip(view)).toBe("");
    pointer(view, "pointermove", { x: x(550), y: 30 });
    pointer(view, "pointerdown", { x: x(550), y: 30 });
    await settled();
    expect(tip(view)).toBe("");
  });

  it("pans with Shift, by as much as it moves, once it is closer", async () => {
    const view = await timeline();
    view.selectedMs = 550;
    await press(inside(view, ".stage"), "wwww");
    expect(clicked(view, x(550))).toBe(1);
    pointer(view, "pointerdown", { x: x(550), y: 60, shiftKey: true });
    pointer(view, "pointermove", { x: x(150), y: 60 });
    await settled();
    expect(inside(view, "canvas").style.cursor).toBe("grabbing");
    pointer(view, "pointerup", { x: x(150), y: 60 });
    await settled();
    expect(inside(view, "canvas").style.cursor).toBe("crosshair");
    expect(clicked(view, x(150))).toBe(1);
    expect(view.brush).toBeNull();
  });

  it("zooms at its place with Ctrl and the wheel, and to a mark or the range with a double click", async () => {
    const view = await timeline();
    expect(await scrolled(view, { ctrlKey: true, deltaY: -300, clientX: view.getBoundingClientRect().left + x(550) })).toBe(true);
    expect(visibleText(view)).toContain("whole run");
    expect(clicked(view, x(550))).toBe(1);
    view.zoomToWhole();
    await drag(view, x(200), x(400));
    pointer(view, "dblclick", { x: x(300), y: 60 });
    await settled();
    expect(visibleText(view)).toContain("whole run");
    expect(clicked(view, x(550))).toBe(-1);
  });

  it("that is taken away by the browser leaves no brush behind", async () => {
    const view = await timeline();
    pointer(view, "pointerdown", { x: x(300), y: 60 });
    pointer(view, "pointermove", { x: x(700), y: 60 });
    pointer(view, "pointercancel", { x: x(700), y: 60 });
    pointer(view, "pointerup", { x: x(700), y: 60 });
    await settled();
    expect(view.brush).toBeNull();
    expect(visibleText(inside(view, "[role=status]"))).toBe("");
  });

  it("scrolls lanes that do not fit, and leaves the page its wheel where all do", async () => {
    expect(await scrolled(await timeline(), { deltaY: 40 })).toBe(false);
    const many = await timeline(Array.from({ length: 20 }, (_, at) => lane(`agent ${at}`, [[at, at + 5]], at)));
    expect(await scrolled(many, { deltaY: 22 })).toBe(true);
    expect(clicked(many, x(2))).toBe(1);
  });
});

describe("drawing", () => {
  it("paints failing marks in the error colour", async () => {
    const view = new TimelineView();
    view.style.setProperty("--k-error", "rgb(255, 0, 0)");
    view.style.setProperty("--k-tool", "rgb(0, 128, 0)");
    view.data = timelineOf([lane("a", [[0, 400], [500, 900, 1]])], 1000);
    await show(view, { width: WIDTH, height: 200 });
    const canvas = inside<HTMLCanvasElement>(view, "canvas");
    const ratio = canvas.width / canvas.clientWidth;
    const at = (ms: number): readonly number[] => [...(canvas.getContext("2d")?.getImageData(Math.round(x(ms) * ratio), Math.round(31 * ratio), 1, 1).data ?? [])];
    expect(at(200)).toEqual([0, 128, 0, 255]);
    expect(at(700)).toEqual([255, 0, 0, 255]);
  });

  it("does not paint a lane red in which one in three marks failed, too dense to be told apart", async () => {
    const view = new TimelineView();
    view.style.setProperty("--k-error", "rgb(255, 0, 0)");
    view.style.setProperty("--k-tool", "rgb(0, 128, 0)");
    view.data = timelineOf([lane("a", Array.from({ length: 3000 }, (_, at) => [at / 3, at / 3 + 0.3, at % 3 === 0 ? 1 : 0] as const))], 1000);
    await show(view, { width: WIDTH, height: 200 });
    const canvas = inside<HTMLCanvasElement>(view, "canvas");
    const ratio = canvas.width / canvas.clientWidth;
    const at = (y: number): readonly number[] => [...(canvas.getContext("2d")?.getImageData(Math.round(x(500) * ratio), Math.round(y * ratio), 1, 1).data ?? [])];
    expect(at(31)).toEqual([0, 128, 0, 255]);
    expect(at(22)[0]).toBeGreaterThan(100);
  });

  it("draws the time of the selected event above the marks, and leaves the marks as they are", async () => {
    const view = await timeline();
    const [marks, lines] = view.shadowRoot?.querySelectorAll("canvas") ?? [];
    if (marks === undefined || lines === undefined) throw new Error("no canvas");
    const inkAt = (ms: number): number => lines.getContext("2d")?.getImageData(Math.round(x(ms) * (lines.width / lines.clientWidth)), 40, 1, 1).data[3] ?? 0;
    let drawn = 0;
    const context = marks.getContext("2d") as CanvasRenderingContext2D;
    context.clearRect = () => void drawn++;
    for (const ms of [300, 800]) {
      view.selectedMs = ms;
      await settled();
      expect([300, 800].map((at) => inkAt(at) > 0)).toEqual([ms === 300, ms === 800]);
    }
    expect(drawn).toBe(0);
    view.zoomBy(0.5);
    await settled();
    expect(drawn).toBe(1);
  });

  it("holds 200 lanes without growing over the page", async () => {
    const view = await timeline(Array.from({ length: 200 }, (_, at) => lane(`agent ${at}`, [[at, at + 5]])));
    expect(inside(view, "canvas").clientHeight).toBeLessThan(200);
    inside(view, ".corner button").click();
    await settled();
    expect(inside(view, "canvas").clientHeight).toBeLessThan(200);
    expect(inside(view, ".corner button").textContent).toContain("200 lanes");
  });

  it("says in words what it shows", async () => {
    expect(inside(await timeline(), "canvas").getAttribute("aria-label")).toBe("Timeline of 3 events over 1.0 s in 2 lanes: 1 failing, 0 stopped.");
  });
});

it("what is noted stands on the edge of the lanes", async () => {
  const view = await timeline();
  const canvas = inside<HTMLCanvasElement>(view, "canvas");
  const colourAt = (ms: number, y: number): string => {
    const ratio = canvas.width / canvas.clientWidth;
    return [...(canvas.getContext("2d")?.getImageData(Math.round(x(ms) * ratio), Math.round(y * ratio), 1, 1).data ?? [])].join(" ");
  };
  const before = [colourAt(700, 18), colourAt(350, 18)];
  view.pins = { timesMs: [700], ranges: [[300, 400]] };
  await settled();
  expect(colourAt(700, 18)).not.toBe(before[0]);
  expect(colourAt(350, 18)).not.toBe(before[1]);
  expect(colourAt(700, 18)).toBe(colourAt(350, 18));
});
