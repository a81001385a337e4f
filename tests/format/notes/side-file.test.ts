import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bookmarkId, changedAfter, entryOf, isSideFile, LONGEST_NOTE, mergeSideFiles, MOST_ENTRIES, NO_SIDE_FILE, readSideFile, sideFileName, sideFileOf, writeSideFile, type SideEntry, type SideFile } from "../../../format/notes/side-file.ts";

const [A, B] = ["a".repeat(64), "b".repeat(64)];
const note = (given: Partial<SideEntry> & { readonly text?: string }): SideEntry => ({ kind: "note", id: "n1", trace: A, changed_unix_ms: 1, by: "", session: "s", event: "e1", time_unix_us: 5, text: "seen", failure: "", ...given }) as SideEntry;
const fileOf = (...entries: readonly SideEntry[]): SideFile => ({ traces: new Map([[A, "run.peek.jsonl"]]), entries: new Map(entries.map((entry) => [entry.id, entry])) });
const sorted = ({ traces, entries }: SideFile): unknown => [[...traces].toSorted(([a], [b]) => (a < b ? -1 : 1)), [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))];

const anyEntry = fc
  .record({ kind: fc.constantFrom("bookmark", "note", "range", "name", "merge", "split", "deleted"), id: fc.constantFrom("1", "2", "3", "__proto__"), trace: fc.constantFrom(A, B), changed: fc.nat(3), text: fc.string({ maxLength: 3 }), group: fc.constantFrom("g", "h") })
  .map(({ kind, id, trace, changed, text, group }) =>
    entryOf({ kind, id, trace, changed_unix_ms: changed, by: text, session: "s", event: text || "e", time_unix_us: 1, from_unix_us: 1, to_unix_us: 2, text, failure: "", group, groups: ["g", "h"], events: [{ session: "s", event: text || "e", time_unix_us: 1 }] }),
  )
  .filter((entry) => entry !== undefined);
const anyFile = fc.record({ entries: fc.array(anyEntry, { maxLength: 6 }), names: fc.array(fc.tuple(fc.constantFrom(A, B), fc.string({ maxLength: 2 }))) }).map(
  ({ entries, names }): SideFile => ({ traces: new Map(names), entries: new Map(entries.map((entry) => [entry.id, entry])) }),
);

describe("a side file", () => {
  it("comes back from its text as it went, whatever it holds", () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const read = readSideFile(writeSideFile(file));
        expect(read.ok && sorted(read.file)).toEqual(sorted(file));
        expect(read.ok && read.leftOut).toBe(0);
      }),
    );
  });

  it("is the same text for the same entries in any order", () => {
    const [one, two] = [note({ id: "x" }), note({ id: "y" })];
    expect(writeSideFile(fileOf(one, two))).toBe(writeSideFile(fileOf(two, one)));
  });

  it("never throws at what it is given, and says why it was refused", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything().map((value) => JSON.stringify({ peek_notes: 1, traces: value, entries: value }) ?? "")), (text) => {
        const read = readSideFile(text);
        expect(read.ok || read.cause.length > 0).toBe(true);
      }),
    );
    expect(readSideFile('{"peek_notes":9}')).toMatchObject({ ok: false, cause: expect.stringContaining("version 9") });
    expect(readSideFile("{")).toMatchObject({ ok: false, next: expect.stringContaining("Export the notes again") });
    expect(readSideFile("[".repeat(100_000)).ok).toBe(false);
  });

  it("leaves out entries that make no sense, counts them, and keeps the others", () => {
    const entries = [note({}), { ...note({ id: "n2" }), trace: "short" }, { ...note({ id: "n3" }), changed_unix_ms: 1e300 }, { ...note({ id: "n4" }), kind: "constructor" }, { kind: "range", id: "r", trace: A, changed_unix_ms: 1, session: "s", from_unix_us: 9, to_unix_us: 1 }, null, 7];
    const read = readSideFile(JSON.stringify({ peek_notes: 1, entries }));
    expect(read).toMatchObject({ ok: true, leftOut: 6 });
    expect(read.ok && [...read.file.entries.keys()]).toEqual(["n1"]);
  });

  it("bounds what it keeps: long texts are cut whole characters at a time, further entries are left out", () => {
    const long = readSideFile(JSON.stringify({ peek_notes: 1, entries: [note({ text: `${"x".repeat(LONGEST_NOTE - 1)}😀` })] }));
    expect(long.ok && [...long.file.entries.values()][0]).toMatchObject({ text: "x".repeat(LONGEST_NOTE - 1) });
    const many = readSideFile(JSON.stringify({ peek_notes: 1, entries: Array.from({ length: MOST_ENTRIES + 3 }, (_, at) => note({ id: `n${at}` })) }));
    expect(many).toMatchObject({ ok: true, leftOut: 3 });
  });

  it("is told from a trace by its first bytes or its name", () => {
    expect(isSideFile("x.json", writeSideFile(NO_SIDE_FILE))).toBe(true);
    expect(isSideFile("run.PEEK-notes.json", "not even json")).toBe(true);
    expect(isSideFile("run.peek.jsonl", '{"peek":1}\n{"seq":0}')).toBe(false);
    expect(isSideFile("run.json", '{"note":"\\"peek_notes\\":1"}')).toBe(false);
  });

  it("is named after its trace", () => {
    expect(["run.peek.jsonl", "a/b/run.peek.arrow.gz", "session.v2.json", "traces.zip", ""].map(sideFileName)).toEqual(["run", "run", "session.v2", "traces", "notes"].map((base) => `${base}.peek-notes.json`));
  });
});

describe("two side files become one", () => {
  it("the same in any order, in any grouping, however often", () => {
    fc.assert(
      fc.property(anyFile, anyFile, anyFile, (a, b, c) => {
        expect(sorted(mergeSideFiles(a, b))).toEqual(sorted(mergeSideFiles(b, a)));
        expect(sorted(mergeSideFiles(mergeSideFiles(a, b), c))).toEqual(sorted(mergeSideFiles(a, mergeSideFiles(b, c))));
        expect(sorted(mergeSideFiles(a, a))).toEqual(sorted(a));
        expect(sorted(mergeSideFiles(mergeSideFiles(a, b), b))).toEqual(sorted(mergeSideFiles(a, b)));
        expect(sorted(mergeSideFiles(a, NO_SIDE_FILE))).toEqual(sorted(a));
      }),
    );
  });

  it("with notes of both, and of one note its newest state", () => {
    const merged = mergeSideFiles(fileOf(note({ text: "old" }), note({ id: "mine" })), fileOf(note({ text: "new", changed_unix_ms: 2 }), note({ id: "theirs" })));
    expect([...merged.entries.keys()].toSorted()).toEqual(["mine", "n1", "theirs"]);
    expect(merged.entries.get("n1")).toMatchObject({ text: "new" });
  });

  it("what one deleted stays deleted, unless the other changed it later", () => {
    const deleted: SideEntry = { kind: "deleted", id: "n1", trace: A, changed_unix_ms: 3, by: "" };
    expect(mergeSideFiles(fileOf(note({})), fileOf(deleted)).entries.get("n1")?.kind).toBe("deleted");
    expect(mergeSideFiles(fileOf(deleted), fileOf(note({ changed_unix_ms: 4 }))).entries.get("n1")?.kind).toBe("note");
  });

  it("bookmarks of the same event are one bookmark", () => {
    expect(bookmarkId(A, { session: "s", event: "e 1" })).not.toBe(bookmarkId(A, { session: "s e", event: "1" }));
    expect(bookmarkId(A, { session: "s", event: "e" })).toBe(bookmarkId(`${"a".repeat(16)}${"c".repeat(48)}`, { session: "s", event: "e" }));
  });

  it("a change is later than what it changes, even if the clock was set back", () => {
    expect(changedAfter(note({ changed_unix_ms: 500 }), 20)).toBe(501);
    expect(changedAfter(undefined, 20.7)).toBe(20);
  });

  it("what claims to come from a far future is left out: nobody could ever change it", () => {
    expect(entryOf(note({ changed_unix_ms: Number.MAX_SAFE_INTEGER }))).toBeUndefined();
  });
});

it("only what belongs to some traces is taken along", () => {
  const file = { traces: new Map([[A, "a"], [B, "b"]]), entries: new Map([["1", note({ id: "1" })], ["2", note({ id: "2", trace: B })]]) };
  expect(sorted(sideFileOf(file, new Set([B])))).toEqual([[[B, "b"]], [["2", note({ id: "2", trace: B })]]]);
});
