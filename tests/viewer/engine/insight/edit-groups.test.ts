import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupEdits } from "../../../../format/notes/group-edits.ts";
import { Clusters, type Cluster, type Failure } from "../../../../viewer/engine/analyses/clusters/clusters.ts";
import { editGroups } from "../../../../viewer/engine/analyses/clusters/edit-groups.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

const failure = (row: number, message: string, given: Partial<Failure> = {}): Failure => ({ row, run: row % 3, file: 0, kind: "error", tool: "", errorClass: "", message, inside: "", timeUs: row, wastedMs: 10, wastedTokens: 1, signs: { runFailed: row % 2, unrecovered: 0, guarded: 0, early: 0 }, ...given });
const groupsOf = (messages: readonly string[]): Cluster[] => {
  const clusters = new Clusters();
  for (const [row, message] of messages.entries()) clusters.add(failure(row, message));
  return clusters.groups();
};
const GROUPS = groupsOf(["disk is full", "no such user", "disk is full", "the network is down", "no such user", "disk is full"]);
const idOf = (template: string): string => GROUPS.find((group) => group.template === template)?.id ?? "";
const edit = (edits: Partial<GroupEdits>): ReturnType<typeof editGroups> => editGroups(GROUPS, { names: [], merges: [], splits: [], ...edits });
const rowsOf = ({ members }: Cluster): readonly number[] => members.map(({ row }) => row);
const [disk, user, network] = [idOf("disk is full"), idOf("no such user"), idOf("the network is down")];

describe("groups changed by hand", () => {
  it("without a change are as they were", () => {
    expect(edit({})).toEqual(GROUPS.map((group) => ({ ...group, name: "", joined: [], isSplit: false })));
    expect(edit({ names: [{ group: "gone", name: "x" }], merges: [["gone", "too"]], splits: [{ group: "g", rows: [99] }] })).toEqual(edit({}));
  });

  it("a name stays with its fingerprint", () => {
    const named = edit({ names: [{ group: user, name: "Wrong account" }] });
    expect(new Map(named.map(({ id, name }) => [id, name]))).toEqual(new Map([[disk, ""], [network, ""], [user, "Wrong account"]]));
  });

  it("groups made one have all their failures in recorded order, and are summed anew", () => {
    const [one] = edit({ merges: [[user, disk]], names: [{ group: disk, name: "Storage" }] }).filter(({ joined }) => joined.length > 0);
    expect(one).toMatchObject({ id: user, template: "no such user", joined: [user, disk], name: "Storage", runs: 3 });
    expect(one === undefined ? [] : rowsOf(one)).toEqual([0, 1, 2, 4, 5]);
    expect(one?.signs.runFailed).toBeCloseTo(2 / 5);
  });

  it("a group made one with a group that is not here keeps the fingerprint of both together", () => {
    expect(edit({ merges: [["elsewhere", disk]] }).find(({ template }) => template === "disk is full")).toMatchObject({ id: "elsewhere", joined: [] });
  });

  it("chains and circles of merges end in one group", () => {
    const all = edit({ merges: [[disk, user], [user, network], [network, disk]] });
    expect(all).toHaveLength(1);
    expect(all.map(({ id, joined }) => [id, joined.length])).toEqual([[disk, 3]]);
  });

  it("failures taken out are a group of their own, also from several groups; an emptied group is gone", () => {
    const edited = edit({ splits: [{ group: "own", rows: [0, 1, 4] }] });
    expect(new Map(edited.map((group) => [group.id, rowsOf(group)]))).toEqual(new Map([["own", [0, 1, 4]], [disk, [2, 5]], [network, [3]]]));
    expect(edited.filter(({ isSplit }) => isSplit).map(({ id }) => id)).toEqual(["own"]);
  });

  it("no failure is lost or counted twice, whatever was changed", () => {
    const id = fc.constantFrom(disk, user, network, "own", "other");
    const edits = fc.record({ names: fc.array(fc.record({ group: id, name: fc.string() }), { maxLength: 3 }), merges: fc.array(fc.array(id, { maxLength: 4 }), { maxLength: 4 }), splits: fc.array(fc.record({ group: id, rows: fc.array(fc.nat(7), { maxLength: 4 }) }), { maxLength: 3 }) });
    fc.assert(
      fc.property(edits, (given) => {
        const edited = edit(given);
        expect(edited.flatMap(rowsOf).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
        expect(new Set(edited.map((group) => group.id)).size).toBe(edited.length);
      }),
    );
  });
});

it("the analysis takes the changes and sums over what is left in each run", async () => {
  const engine = await startEngine();
  const events = ["disk is full", "no such user", "disk is full"].map((message) => ({ kind: "error", outcome: "error", payload: { message } }));
  await openAll(engine, [textFile("a.peek.jsonl", traceText(events))]);
  const before = unwrap(await engine.analyse("clusters", { run: 0 })).clusters;
  expect(before.map(({ count, name, joined }) => [count, name, joined])).toEqual([[2, "", []], [1, "", []]]);
  const [one, other] = before.map(({ id }) => id);
  const { clusters } = unwrap(await engine.analyse("clusters", { run: 0, edits: { names: [{ group: one ?? "", name: "Both" }], merges: [[one ?? "", other ?? ""]], splits: [{ group: "own", rows: [2] }] } }));
  expect(clusters.map(({ id, count, name, isSplit, rows }) => [id, count, name, isSplit, [...rows]])).toEqual([[one, 2, "Both", false, [0, 1]], ["own", 1, "", true, [2]]]);
});
