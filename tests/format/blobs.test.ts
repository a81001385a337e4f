import { expect, test } from "vitest";
import { blobHash, blobsIn, leftOutText, renameBlobs } from "../../format/blobs.ts";

const [A, B] = ["a", "b"].map((digit) => digit.repeat(64)) as [string, string];

test("a blob is known by its folder and its hash, and by nothing else", () => {
  expect([`run.peek.jsonl.blobs/${A}`, `traces/run.peek.jsonl.blobs/${A}`].map(blobHash)).toEqual([A, A]);
  for (const path of [A, `blobs/${A}`, `run.blobs/${A}.txt`, `run.blobs/../${A}`, `run.blobs/${"A".repeat(64)}`, `x.blobs/y/${A}`]) expect(blobHash(path)).toBeUndefined();
});

test("references are found and renamed; words that only look like one are left", () => {
  const json = `{"x":{"$blob":"${A}","bytes":3},"y":{"$blob": "${B}"},"z":{"$blob":"${A}"},"text":"${A}","$blob":"../../etc/passwd"}`;
  expect([...blobsIn(json)]).toEqual([A, B]);
  expect(renameBlobs(json, new Map([[A, "c".repeat(64)]]))).toBe(json.replaceAll(`"$blob":"${A}"`, `"$blob":"${"c".repeat(64)}"`));
});

test("what a page does not hold is said with the reasons", () => {
  expect(leftOutText({ missing: 0, noRoom: 0, notText: 0 })).toBe("");
  expect(leftOutText({ missing: 1, noRoom: 2, notText: 0 })).toBe("3 values kept beside the trace are not in this page: 1 not found there, 2 beyond 50 MB in all");
});
