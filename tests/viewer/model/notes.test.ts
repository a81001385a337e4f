import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../viewer/engine/api.ts";
import { filterNotes, marksOf, noteItems, pinsOf, takenIn, type NoteScene } from "../../../viewer/model/notes.ts";
import { entryOf, type SideEntry, type SideFile } from "../../../format/notes/side-file.ts";

const [A, B, C] = ["a", "b", "c"].map((digit) => digit.repeat(64)) as [string, string, string];
const entry = (given: object): SideEntry => entryOf({ kind: "note", id: "n", trace: A, changed_unix_ms: 1, session: "s", event: "e", time_unix_us: 10, text: "", ...given }) as SideEntry;
const fileOf = (...entries: readonly SideEntry[]): SideFile => ({ traces: new Map([[A, "a.jsonl"], [B, "b.jsonl"], [C, "c.jsonl"]]), entries: new Map(entries.map((one) => [one.id, one])) });
const run = (given: Partial<RunRow>): RunRow => ({ run: 0, file: 1, session: "s", startUnixUs: 1e15, durationMs: 10, timesDerived: false, ...given }) as RunRow;
const scene = (given: Partial<NoteScene> = {}): NoteScene => ({ files: [{ file: 1, name: "a.jsonl", hash: A }], runs: [run({})], rows: new Map(), ...given });

describe("the list of notes", () => {
  it("has open traces first, each in the order of its events, and leaves out what was deleted", () => {
    const file = fileOf(entry({ id: "away", trace: B, text: "elsewhere" }), entry({ id: "late", time_unix_us: 20 }), entry({ id: "early", time_unix_us: 5 }), entry({ id: "gone", kind: "deleted" }));
    const items = noteItems(file, scene({ rows: new Map([["late", 7], ["early", 3]]) }));
    expect(items.map(({ id, row, isOpen }) => [id, row, isOpen])).toEqual([["early", 3, true], ["late", 7, true], ["away", -1, false]]);
    expect(items[2]?.traceName).toBe("b.jsonl");
  });

  it("a range is found in the run of its trace, else in one of its session and time", () => {
    const range = (trace: string, from: number): SideEntry => entry({ id: trace, kind: "range", trace, from_unix_us: from, to_unix_us: from + 5 });
    const runs = [run({ run: 4, file: 9 }), run({ run: 5, file: 1 })];
    const items = noteItems(fileOf(range(A, 3), range(B, 1e15 + 100), range(C, 5)), scene({ runs }));
    expect(items.map(({ trace, run: found }) => [trace, found?.run])).toEqual([[A, 5], [B, 4], [C, undefined]]);
  });

  it("a trace that has grown is open under its name; hand edits of its groups hold on", () => {
    const grown = scene({ files: [{ file: 1, name: "a.jsonl", hash: C }] });
    const items = noteItems(fileOf(entry({ kind: "name", group: "g", text: "Wrong flight" }), entry({ id: "m", kind: "merge", groups: ["g", "h"] }), entry({ id: "s", kind: "split", group: "i", events: [{ session: "s", event: "e" }] })), grown);
    expect(items.map(({ isOpen, group, text }) => [isOpen, group, text])).toEqual([[true, "g", "2 failure groups made one"], [true, "g", "Wrong flight"], [true, "i", "1 failure made a group"]]);
  });

  it("is filtered by all words, in any case, and by kind", () => {
    const items = noteItems(fileOf(entry({ id: "1", text: "The WRONG flight", by: "Ada" }), entry({ id: "2", text: "wrong" }), entry({ id: "3", kind: "bookmark" })), scene());
    const ids = (text: string, kind: "bookmark" | "note" | null): string[] => filterNotes(items, { text, kind }).map(({ id }) => id);
    expect([ids("wrong ada", null), ids("a.jsonl", "bookmark"), ids("", "note"), ids("nothing", null)]).toEqual([["1"], ["3"], ["1", "2"], []]);
  });
});

it("a row is marked once, however much stands on it", () => {
  const file = fileOf(entry({ id: "1" }), entry({ id: "2" }), entry({ id: "b", kind: "bookmark" }), entry({ id: "elsewhere" }));
  expect(marksOf(file, new Map([["1", 4], ["2", 4], ["b", 4]]))).toEqual(new Map([[4, { bookmarked: true, notes: 2 }]]));
});

it("what was taken in says what it waits for, and what made no sense", () => {
  const file = fileOf(entry({ id: "1" }), entry({ id: "2", trace: B }), entry({ id: "3", trace: C, kind: "deleted" }));
  expect(takenIn("x.json", file, 1, scene().files)).toBe("2 notes from x.json. Kept until its trace is opened: b.jsonl. 1 that made no sense was left out.");
  expect(takenIn("x.json", file, 0, [...scene().files, { file: 2, name: "b.jsonl", hash: C }])).toBe("2 notes from x.json.");
});

it("the timeline of a run shows what is noted in it, where it lies in its time", () => {
  const file = fileOf(entry({ id: "1", time_unix_us: 3000 }), entry({ id: "b", kind: "bookmark", time_unix_us: 9_000_000 }), entry({ id: "2", session: "t" }), entry({ id: "r", kind: "range", from_unix_us: 2000, to_unix_us: 4000 }), entry({ id: "x", trace: B, time_unix_us: 3000 }));
  const items = noteItems(file, scene({ rows: new Map([["1", 4], ["b", 5], ["2", 6]]) }));
  expect(pinsOf(items, A, { startUnixUs: 1000, durationMs: 10, session: "s" })).toEqual({ timesMs: [2], ranges: [[1, 3]] });
});

it("many notes are thinned out evenly over the timeline", () => {
  const many = fileOf(...Array.from({ length: 5000 }, (_, at) => entry({ id: `n${at}`, time_unix_us: 1000 + at * 1000 })));
  const items = noteItems(many, scene({ rows: new Map([...many.entries.keys()].map((id, at) => [id, at])) }));
  const { timesMs } = pinsOf(items, A, { startUnixUs: 1000, durationMs: 4999, session: "s" });
  expect([timesMs.length <= 1001, Math.min(...timesMs) < 10, Math.max(...timesMs)]).toEqual([true, true, 4999]);
});
