import { describe, expect, it } from "vitest";
import { entryOf, NO_SIDE_FILE, type SideEntry, type SideFile } from "../../../format/notes/side-file.ts";
import type { PreferenceStore } from "../../../viewer/state/preferences.ts";
import { SideStore } from "../../../viewer/state/side-store.ts";

const TRACE = "a".repeat(64);
const note = (id: string, text = "seen"): SideEntry => entryOf({ kind: "note", id, trace: TRACE, changed_unix_ms: 1, session: "s", event: "e", time_unix_us: 1, text }) as SideEntry;
const fileOf = (...entries: readonly SideEntry[]): SideFile => ({ traces: new Map(), entries: new Map(entries.map((entry) => [entry.id, entry])) });

function shelf(given: Partial<PreferenceStore> = {}): () => PreferenceStore {
  const kept = new Map<string, string>();
  return () => ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), ...given });
}

describe("notes in the browser", () => {
  it("are there again, whole", () => {
    const store = shelf();
    expect(new SideStore(store).write(fileOf(note("1")))).toMatchObject({ trouble: "" });
    expect(new SideStore(store).read().entries.get("1")).toEqual(note("1"));
  });

  it("of two pages open at once are kept both", () => {
    const store = shelf();
    const [one, other] = [new SideStore(store), new SideStore(store)];
    one.write(fileOf(note("1")));
    expect([...other.write(fileOf(note("2"))).file.entries.keys()].toSorted()).toEqual(["1", "2"]);
    expect([...one.read().entries.keys()].toSorted()).toEqual(["1", "2"]);
  });

  it("that cannot be kept say so and what to do; nothing of them is lost meanwhile", () => {
    const forbidden = new SideStore(() => {
      throw new DOMException("no", "SecurityError");
    });
    expect(forbidden.read()).toEqual(NO_SIDE_FILE);
    expect(forbidden.write(fileOf(note("1")))).toMatchObject({ trouble: expect.stringMatching(/keeps nothing for this page.*export them/) });
    const setItem = (): void => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const full = new SideStore(shelf({ setItem })).write(fileOf(note("1")));
    expect(full.trouble).toMatch(/no room left.*export them/);
    expect(full.file.entries.size).toBe(1);
  });

  it("that are too large together leave what was kept before as it was", () => {
    const store = shelf();
    const side = new SideStore(store);
    side.write(fileOf(note("1")));
    const large = side.write(fileOf(...Array.from({ length: 120 }, (_, at) => note(`n${at}`, "x".repeat(20_000)))));
    expect(large.trouble).toContain("more than 2 MB");
    expect(large.file.entries.size).toBe(121);
    expect([...side.read().entries.keys()]).toEqual(["1"]);
  });

  it("that another version of the page has kept are never written over", () => {
    for (const text of ['{"peek_notes":2,"entries":[]}', "{ broken"]) {
      const written: string[] = [];
      const side = new SideStore(shelf({ getItem: () => text, setItem: (_key, value) => void written.push(value) }));
      expect(side.read()).toEqual(NO_SIDE_FILE);
      expect(side.write(fileOf(note("1"))).trouble).toContain("left as they are");
      expect(written).toEqual([]);
    }
  });
});
