import { beforeEach, describe, expect, it } from "vitest";
import type { EventRow } from "../../../../viewer/engine/api.ts";
import { RowPages } from "../../../../viewer/model/row-pages.ts";
import { EventTable } from "../../../../viewer/ui/events/event-table.ts";
import { RowFoldEvent, RowParentEvent, RowSelectEvent } from "../../../../viewer/ui/events/messages.ts";
import { eventRow } from "../../support.ts";
import { inside, press, settled, show, visibleText } from "../support.ts";

const MILLION = 1_000_000;

function rowsOf(count: number, make: (index: number) => Partial<EventRow> = () => ({})): RowPages {
  return new RowPages(count, async (start, size) => Array.from({ length: size }, (_, at) => eventRow({ row: start + at, ...make(start + at) })));
}

async function tableOf(pages: RowPages): Promise<EventTable> {
  const table = new EventTable();
  table.pages = pages;
  await show(table, { width: 800, height: 504 });
  await settled();
  return table;
}

const scroller = (table: EventTable): HTMLElement => inside(table, ".scroller");

/** Names of the rows wholly in sight, top to bottom, as they stand on the page. */
function namesInSight(table: EventTable): readonly string[] {
  const box = scroller(table).getBoundingClientRect();
  return [...(table.shadowRoot?.querySelectorAll<HTMLElement>(".rows .row:not([hidden])") ?? [])]
    .map((row) => ({ top: row.getBoundingClientRect().top, name: row.querySelector("b")?.textContent ?? "" }))
    .filter(({ top }) => top >= box.top + 24 - 0.5 && top + 24 <= box.bottom + 0.5)
    .toSorted((one, other) => one.top - other.top)
    .map(({ name }) => name);
}

describe("a table of a million rows", () => {
  let table: EventTable;
  beforeEach(async () => {
    table = await tableOf(rowsOf(MILLION));
  });

  it("keeps few elements and no element taller than browsers can", () => {
    expect(table.shadowRoot?.querySelectorAll(".rows .row").length).toBeLessThan(40);
    expect(scroller(table).scrollHeight).toBeLessThan(9_000_000);
    expect(scroller(table).getAttribute("aria-rowcount")).toBe("1000001");
  });

  it("goes to an exact row and shows it at the exact place", async () => {
    table.place(654_321, 48);
    await settled();
    await settled();
    expect(namesInSight(table)[2]).toBe("event 654321");
    const row = inside(table, "#row-654321").getBoundingClientRect();
    expect(row.top - scroller(table).getBoundingClientRect().top).toBeCloseTo(24 + 48, 0);
  });

  it("End shows the very last row, Home the very first", async () => {
    await press(scroller(table), "{End}");
    await settled();
    expect(namesInSight(table).at(-1)).toBe("event 999999");
    expect(scroller(table).scrollTop).toBeGreaterThan(scroller(table).scrollHeight - scroller(table).clientHeight - 1);
    await press(scroller(table), "{Home}");
    expect(namesInSight(table)[0]).toBe("event 0");
    expect(scroller(table).scrollTop).toBe(0);
  });

  it("arrow keys move by one row and never skip, anywhere in the list", async () => {
    table.activeIndex = 500_000;
    table.reveal(500_000);
    await settled();
    const chosen: number[] = [];
    table.addEventListener(RowSelectEvent.type, (event) => chosen.push((event as RowSelectEvent).index));
    for (let step = 0; step < 30; step++) await press(scroller(table), "{ArrowDown}");
    expect(chosen).toEqual(Array.from({ length: 30 }, (_, at) => 500_001 + at));
    expect(namesInSight(table)).toContain("event 500030");
    expect(scroller(table).getAttribute("aria-activedescendant")).toBe("row-500030");
  });

  it("the wheel moves by exact pixels in the middle of the list", async () => {
    table.place(400_000, 0);
    await settled();
    scroller(table).dispatchEvent(new WheelEvent("wheel", { deltaY: 72, cancelable: true, bubbles: true }));
    await settled();
    expect(namesInSight(table)[0]).toBe("event 400003");
  });

  it("the scrollbar reaches every region", async () => {
    for (const share of [0.1, 0.37, 0.5, 0.93]) {
      const longest = scroller(table).scrollHeight - scroller(table).clientHeight;
      scroller(table).scrollTop = share * longest;
      await settled();
      await settled();
      const first = Number(namesInSight(table)[0]?.split(" ")[1]);
      expect(first / MILLION).toBeCloseTo(share, 3);
    }
    scroller(table).scrollTop = 1e9;
    await settled();
    await settled();
    expect(namesInSight(table).at(-1)).toBe("event 999999");
  });
});

describe("rows on their way", () => {
  it("stand as empty places of the same height until they come", async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const table = await tableOf(
      new RowPages(1000, async (start, size) => {
        await gate;
        return Array.from({ length: size }, (_, at) => eventRow({ row: start + at }));
      }),
    );
    const waiting = table.shadowRoot?.querySelectorAll(".row.waiting").length ?? 0;
    expect(waiting).toBeGreaterThan(15);
    const height = scroller(table).scrollHeight;
    release();
    await settled();
    expect(table.shadowRoot?.querySelectorAll(".row.waiting").length).toBe(0);
    expect(scroller(table).scrollHeight).toBe(height);
  });

  it("a choice made before its row is here is told when it comes", async () => {
    const table = await tableOf(rowsOf(100_000));
    const chosen: number[] = [];
    table.addEventListener(RowSelectEvent.type, (event) => chosen.push((event as RowSelectEvent).row));
    await press(scroller(table), "{End}");
    await settled();
    expect(chosen).toEqual([99_999]);
  });
});

describe("the tree", () => {
  /** 0 holds 1 and 3; 1 holds 2; 3 is folded. */
  const depths = [0, 1, 2, 1, 0];
  const children = [2, 1, 0, 4, 0];
  const tree = (): RowPages => rowsOf(5, (index) => ({ depth: depths[index] ?? 0, children: children[index] ?? 0, collapsed: index === 3 }));

  async function after(at: number, keys: string): Promise<Event[]> {
    const table = await tableOf(tree());
    table.activeIndex = at;
    await settled();
    const events: Event[] = [];
    for (const type of [RowSelectEvent.type, RowFoldEvent.type, RowParentEvent.type]) table.addEventListener(type, (event) => events.push(event));
    await press(scroller(table), keys);
    return events;
  }

  it.each([
    [1, "{ArrowLeft}", { rows: [1], collapsed: true }],
    [2, "{ArrowLeft}", { index: 1 }],
    [1, "{ArrowRight}", { index: 2 }],
    [3, "{ArrowRight}", { rows: [3], collapsed: false }],
    [1, "*", { rows: [3], collapsed: false }],
    [0, "{PageDown}", { index: 4 }],
  ])("at %d, %s", async (at, keys, wanted) => {
    expect(await after(at, keys)).toMatchObject([wanted]);
  });

  it("says to screen readers what it shows", async () => {
    const table = await tableOf(tree());
    const row = inside(table, "#row-3");
    expect([row.role, row.ariaLevel, row.ariaExpanded, row.getAttribute("aria-rowindex")]).toEqual(["row", "2", "false", "5"]);
    expect(inside(table, "#row-2").ariaExpanded).toBeNull();
  });

  it("a click on the twisty folds, a click beside it chooses", async () => {
    const table = await tableOf(tree());
    const events: Event[] = [];
    for (const type of [RowSelectEvent.type, RowFoldEvent.type]) table.addEventListener(type, (event) => events.push(event));
    inside(table, "#row-1 .twisty").click();
    inside(table, "#row-1 .text").click();
    expect(events).toMatchObject([{ rows: [1], collapsed: true }, { index: 1 }]);
  });
});

describe("what a row says", () => {
  it("shows hostile text as text and marks hits in it", async () => {
    const preview = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script> needle';
    const table = await tableOf(rowsOf(3, () => ({ name: "<b>n</b>", preview })));
    table.highlight = "NEEDLE";
    await settled();
    expect(table.shadowRoot?.querySelector("img, script")).toBeNull();
    expect(visibleText(inside(table, "#row-1"))).toContain('<img src=x onerror="globalThis.hacked=1">');
    expect(inside(table, "#row-1 mark").textContent).toBe("needle");
    expect("hacked" in globalThis).toBe(false);
  });

  it("tells failing, stopped and groundless rows without colour", async () => {
    const given: readonly Partial<EventRow>[] = [
      { kind: "llm_response", outcome: "error" },
      { kind: "safety_check", outcome: "blocked" },
      { kind: "decision", evidence: 0, confidence: 0.42 },
    ];
    const table = await tableOf(rowsOf(3, (index) => given[index] ?? {}));
    expect(visibleText(inside(table, "#row-0"))).toContain("✕");
    expect(visibleText(inside(table, "#row-1"))).toContain("blocked");
    expect(visibleText(inside(table, "#row-2"))).toMatch(/no evidence.*42 %/);
  });
});

describe("a row asked for before the table has a size", () => {
  it("is in sight once it has one", async () => {
    const table = new EventTable();
    table.pages = rowsOf(1000);
    table.activeIndex = 500;
    table.reveal(500);
    await show(table, { width: 800, height: 504 });
    await settled();
    expect(namesInSight(table)).toContain("event 500");
  });
});

describe("bookmarks and notes", () => {
  it("stand in their rows as signs with words, and come and go while the rows stay", async () => {
    const table = await tableOf(rowsOf(5));
    const signs = (): readonly string[] => [...(table.shadowRoot?.querySelectorAll(".rows .row:not([hidden]) .noted") ?? [])].map((sign) => sign.textContent.trim());
    expect(signs().filter(Boolean)).toEqual([]);
    table.marks = new Map([[1, { bookmarked: true, notes: 0 }], [3, { bookmarked: true, notes: 2 }]]);
    await settled();
    expect(signs()).toEqual(["", "★", "", "★✎", ""]);
    expect(inside(table, "#row-3 .noted").getAttribute("title")).toBe("bookmarked, 2 notes");
    table.marks = new Map();
    await settled();
    expect(signs().filter(Boolean)).toEqual([]);
  });
});
