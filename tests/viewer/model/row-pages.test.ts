import { describe, expect, it } from "vitest";
import type { EventRow } from "../../../viewer/engine/api.ts";
import { RowPages } from "../../../viewer/model/row-pages.ts";
import { eventRow } from "../support.ts";

/** A source whose answers wait until they are let go. */
function heldSource(): { readonly asked: number[]; readonly load: (start: number, count: number) => Promise<readonly EventRow[]>; readonly release: () => void } {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    load: (start, count) => {
      asked.push(start);
      return new Promise((resolve) => waiting.push(() => resolve(Array.from({ length: count }, (_, at) => eventRow({ row: start + at })))));
    },
    release: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("pages of rows", () => {
  it("fetches what is in sight and hands it out by index", async () => {
    const pages = new RowPages(1000, async (start, count) => Array.from({ length: count }, (_, at) => eventRow({ row: start + at })));
    await pages.ready(250, 270);
    expect(pages.at(250)?.row).toBe(250);
    expect(pages.at(269)?.row).toBe(269);
  });

  it("asks for few pages while a person flies over a million rows", async () => {
    const source = heldSource();
    const pages = new RowPages(1_000_000, source.load);
    for (let first = 0; first < 900_000; first += 9_000) pages.show(first, first + 40);
    expect(source.asked.length).toBe(2);
    source.release();
    await settle();
    expect(source.asked.slice(2)).toContain(Math.floor(891_000 / 128) * 128);
    expect(source.asked.length).toBeLessThanOrEqual(4);
  });

  it("forgets pages long out of sight", async () => {
    const pages = new RowPages(100_000, async (start, count) => Array.from({ length: count }, (_, at) => eventRow({ row: start + at })));
    for (let first = 0; first < 100_000; first += 128) await pages.ready(first, first + 1);
    expect(pages.at(99_999)?.row).toBe(99_999);
    expect(pages.at(0)).toBeUndefined();
    await pages.ready(0, 1);
    expect(pages.at(0)?.row).toBe(0);
  });

  it("does not ask again and again for rows that cannot be had", async () => {
    let asked = 0;
    const pages = new RowPages(10, async () => {
      asked++;
      return null;
    });
    pages.show(0, 10);
    await settle();
    await settle();
    expect(asked).toBe(1);
  });

  it("tells its listener when rows arrive", async () => {
    const source = heldSource();
    const pages = new RowPages(10, source.load);
    let told = 0;
    pages.listen(() => told++);
    pages.show(0, 10);
    expect(told).toBe(0);
    source.release();
    await settle();
    expect(told).toBe(1);
  });
});
