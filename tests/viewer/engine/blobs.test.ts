import { createHash } from "node:crypto";
import { gzipSync, strToU8, zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { blobsIn } from "../../../format/blobs.ts";
import type { EngineApi, OpenSource } from "../../../viewer/engine/api.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const LONG = strToU8("A long text. Write to ada@example.org about it.");
const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0, 1);
const PACKED = gzipSync(strToU8("packed"));
const FOLDER = "run.peek.jsonl.blobs";

/** An event whose payload names blobs: a text, a picture, and bytes that look packed. */
const TRACE = traceText([
  { kind: "tool_result", payload: { result: { $blob: sha256(LONG), bytes: LONG.length, media_type: "text/plain;charset=utf-8", head: "A long" }, picture: { $blob: sha256(PICTURE), bytes: 7, media_type: "image/png" }, n: [1, { $blob: sha256(PACKED), bytes: 1, media_type: "" }] } },
  { kind: "log", payload: { message: "none here" } },
]);
const blob = (hash: string, bytes: Uint8Array<ArrayBuffer>): OpenSource => ({ name: `${FOLDER}/${hash}`, blob: new Blob([bytes]) });
const ALL = [LONG, PICTURE, PACKED].map((bytes) => blob(sha256(bytes), new Uint8Array(bytes)));

let engine: EngineApi;
beforeEach(async () => {
  engine = await startEngine();
});

async function payloadOf(row: number): Promise<{ readonly payload: unknown; readonly missing: number }> {
  const { payload, blobsMissing } = unwrap(await engine.event(row, 1e6));
  return { payload: JSON.parse(payload), missing: blobsMissing };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const IN_PLACE = { result: new TextDecoder().decode(LONG), picture: { $bytes: base64(PICTURE), media_type: "image/png", bytes: PICTURE.length }, n: [1, { $bytes: base64(PACKED), media_type: "", bytes: PACKED.length }] };

describe("blobs", () => {
  it("dropped with a trace are no files; they stand in the events that name them", async () => {
    const files = await openAll(engine, [ALL[0] as OpenSource, textFile("run.peek.jsonl", TRACE), ...ALL.slice(1)]);
    expect(files.map(({ name, status, events }) => [name, status, events])).toEqual([["run.peek.jsonl", "ready", 2]]);
    expect(await payloadOf(0)).toEqual({ payload: IN_PLACE, missing: 0 });
    expect(await payloadOf(1)).toEqual({ payload: { message: "none here" }, missing: 0 });
    expect(unwrap(await engine.open(ALL))).toEqual([-1, -1, -1]);
  });

  it("inside an archive are taken as they are, packed or not", async () => {
    const entries = [["traces/run.peek.jsonl", strToU8(TRACE)], ...[LONG, PICTURE, PACKED].map((bytes) => [`traces/${FOLDER}/${sha256(bytes)}`, bytes] as const)] as const;
    const files = await openAll(engine, [{ name: "all.zip", blob: new Blob([new Uint8Array(zipSync(Object.fromEntries(entries)))]) }]);
    expect(files.map(({ status, notices, skipped }) => [status, notices, skipped])).toEqual([["ready", 0, 0]]);
    expect(await payloadOf(0)).toEqual({ payload: IN_PLACE, missing: 0 });
  });

  it("that are not there, or are not what their name says, are counted; references stay as recorded", async () => {
    await openAll(engine, [textFile("run.peek.jsonl", TRACE), blob(sha256(LONG), new Uint8Array(strToU8("forged"))), ALL[1] as OpenSource]);
    const { payload, missing } = await payloadOf(0);
    expect(missing).toBe(2);
    expect(payload).toMatchObject({ result: { $blob: sha256(LONG), head: "A long" }, picture: { $bytes: base64(PICTURE) } });
  });

  it("go into a page with their run, and what does not fit is said", async () => {
    const large = "d".repeat(64);
    const more = traceText([{ session: "t", payload: { data: [{ $blob: large }, { $blob: "e".repeat(64) }, { $blob: sha256(LONG), media_type: "text/plain" }] } }]);
    await openAll(engine, [textFile("run.peek.jsonl", more), ...ALL, blob(large, new Uint8Array(50_000_001))]);
    const page = unwrap(await engine.exportPage(0));
    expect(page.blobs.map(({ hash }) => hash)).toEqual([sha256(LONG)]);
    expect(page.leftOut).toBe("2 values kept beside the trace are not in this page: 1 not found there, 1 beyond 50 MB in all");
    expect(await page.blobs[0]?.blob.text()).toBe(new TextDecoder().decode(LONG));
  });

  it("of a redacted page hold no address, and nothing that is no text; what is named is what is there", async () => {
    await openAll(engine, [textFile("run.peek.jsonl", TRACE), ...ALL]);
    const page = unwrap(await engine.exportPage(0, "a secret of some length"));
    const trace = await page.blob.text();
    const texts = await Promise.all(page.blobs.map(({ blob: content }) => content.text()));
    expect(texts).toEqual([expect.stringMatching(/^A long text\. Write to \[EMAIL:/)]);
    expect(`${trace}${texts.join("")}`).not.toContain("ada@");
    expect(page.leftOut).toContain("2 binary, which cannot be redacted");
    expect(trace).not.toContain(sha256(LONG));
    const other = await startEngine();
    await openAll(other, [{ name: page.name, blob: page.blob }, ...page.blobs.map(({ hash, blob: content }) => ({ name: `${page.name}.blobs/${hash}`, blob: content }))]);
    const { payload, blobsMissing } = unwrap(await other.event(0, 1e6));
    expect([(JSON.parse(payload) as { result: string }).result, blobsMissing]).toEqual([texts[0], 2]);
    expect(blobsIn(payload).size).toBe(2);
  });

  it("left out by a sender are told of in the report", async () => {
    const [file] = await openAll(engine, [{ ...textFile("run.peek.jsonl", TRACE), leftOut: "1 value is not in this page" }]);
    expect(unwrap(await engine.report(file?.file ?? -1)).entries.map(({ code, message }) => [code, message])).toContainEqual(["left_out", "1 value is not in this page"]);
  });
});
