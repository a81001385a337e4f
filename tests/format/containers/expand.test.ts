import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { expand, type Expanded, type ExpandedFile } from "../../../format/containers/expand.ts";
import { bytesSource } from "../../../format/containers/source.ts";
import { DEFAULT_LIMITS, type ContainerLimits } from "../../../format/containers/unpack.ts";
import { joinBytes, makeZip } from "./zips.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function open(data: Uint8Array, limits: Partial<ContainerLimits> = {}, name = "drop"): Promise<Expanded[]> {
  const all: Expanded[] = [];
  for await (const item of expand(bytesSource(name, data), { ...DEFAULT_LIMITS, ...limits })) all.push(item);
  return all;
}

const files = (all: readonly Expanded[]): ExpandedFile[] => all.filter((item) => item.type === "file");
const codes = (all: readonly Expanded[]): string[] =>
  all.flatMap((item) => (item.type === "notice" ? [item.code] : item.type === "failed" ? [item.failure.code] : []));
const textOf = async (file: ExpandedFile | undefined): Promise<string> =>
  new TextDecoder().decode(await (file as ExpandedFile).source.slice(0, (file as ExpandedFile).source.size));

/** Repeatable, hardly compressible text. */
function noise(length: number): string {
  let state = 7;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}

describe("what is not packed", () => {
  test("passes through", async () => {
    const all = await open(bytes('{"a":1}\n'), {}, "a.jsonl");
    expect(files(all).map(({ name, archive }) => ({ name, archive }))).toEqual([{ name: "a.jsonl", archive: "" }]);
    expect(await textOf(files(all)[0])).toBe('{"a":1}\n');
  });

  test("an empty file passes through empty", async () => {
    expect(files(await open(new Uint8Array(0)))[0]?.source.size).toBe(0);
  });

  test.each([
    ["a PNG image", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]],
    ["a JPEG image", [0xff, 0xd8, 0xff, 0xe0, 0, 16]],
    ["a PDF document", [...bytes("%PDF-1.7\n")]],
    ["an SQLite database", [...bytes("SQLite format 3\0")]],
    ["binary data", [1, 2, 3, 4, 0, 0, 200, 201]],
  ])("names %s for what it looks like", async (looksLike, data) => {
    const [only] = await open(new Uint8Array(data));
    expect(only).toMatchObject({ type: "failed", failure: { code: "not_a_trace", place: "drop" } });
    expect((only as { failure: { cause: string } }).failure.cause).toContain(looksLike);
  });

  test.each([
    ["with a mark, little endian", [0xff, 0xfe], true],
    ["with a mark, big endian", [0xfe, 0xff], false],
    ["without a mark", [], true],
  ])("UTF-16 %s becomes UTF-8", async (_, mark, little) => {
    const text = '{"name":"Grüße und ähnliches, lang genug"}';
    const data = new DataView(new ArrayBuffer(text.length * 2));
    for (let i = 0; i < text.length; i++) data.setUint16(i * 2, text.charCodeAt(i), little);
    const all = await open(joinBytes([new Uint8Array(mark), new Uint8Array(data.buffer)]));
    expect(await textOf(files(all)[0])).toBe(text);
    expect(codes(all)).toEqual(["decoded_utf16"]);
  });
});

describe("gzip and zstd", () => {
  test("gzip is unpacked and loses its ending", async () => {
    const all = await open(gzipSync(bytes("hello\n")), {}, "a.jsonl.gz");
    expect(files(all)[0]?.name).toBe("a.jsonl");
    expect(await textOf(files(all)[0])).toBe("hello\n");
  });

  test("several gzip members are one file", async () => {
    const all = await open(joinBytes([gzipSync(bytes("one\n")), gzipSync(bytes("two\n"))]));
    expect(await textOf(files(all)[0])).toBe("one\ntwo\n");
  });

  test("a truncated gzip gives its good prefix and says so", async () => {
    const text = noise(400_000);
    const all = await open(gzipSync(bytes(text)).subarray(0, 150_000));
    const prefix = await textOf(files(all)[0]);
    expect(prefix.length).toBeGreaterThan(100_000);
    expect(text.startsWith(prefix)).toBe(true);
    expect(codes(all)).toEqual(["damaged"]);
  });

  test("zstd is unpacked", async () => {
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 5, 0x29, 0, 0, ...bytes("hello")];
    expect(await textOf(files(await open(new Uint8Array(frame)))[0])).toBe("hello");
  });

  test("a bomb is stopped by its ratio, and by the size allowed", async () => {
    const bomb = gzipSync(new Uint8Array(3_000_000));
    expect(codes(await open(bomb, { ratioFromBytes: 100_000 }))).toEqual(["archive_too_large"]);
    expect(codes(await open(bomb, { totalBytes: 1_000_000 }))).toEqual(["archive_too_large"]);
  });
});

describe("zip", () => {
  test("stored, deflated and zstd entries, noise left out, gzip inside opened", async () => {
    const frame = new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0x20, 5, 0x29, 0, 0, ...bytes("hello")]);
    const all = await open(
      makeZip([
        { name: "dir/", bytes: new Uint8Array(0) },
        { name: "__MACOSX/dir/._a", bytes: bytes("x") },
        { name: "dir/a.json", bytes: bytes("[1]") },
        { name: "dir/b.json", bytes: bytes("[2]".repeat(50)), method: 8 },
        { name: "dir/c.json", bytes: frame, method: 93 },
        { name: "dir/d.json.gz", bytes: gzipSync(bytes("[4]")) },
      ]),
      {},
      "all.zip",
    );
    expect(files(all).map(({ name, archive }) => `${archive}:${name}`)).toEqual(["a", "b", "c", "d"].map((name) => `all.zip:dir/${name}.json`));
    expect(await Promise.all(files(all).map(textOf))).toEqual(["[1]", "[2]".repeat(50), "hello", "[4]"]);
  });

  test("names that climb out are made harmless", async () => {
    const names = ["../../etc/passwd", "/abs/a", "C:\\x\\..\\b", "a/\u0000b", ".."];
    const all = await open(makeZip(names.map((name) => ({ name, bytes: bytes("1") }))));
    expect(files(all).map(({ name }) => name)).toEqual(["etc/passwd", "abs/a", "x/b", "a/b", "unnamed"]);
    expect(codes(all)).toEqual(Array(5).fill("renamed"));
  });

  test("60,000 entries: the first 50,000 are read, the rest reported", { timeout: 60_000 }, async () => {
    const entries = Array.from({ length: 60_000 }, (_, index) => ({ name: `f${index}.json`, bytes: bytes("1") }));
    const all = await open(makeZip(entries));
    expect(files(all)).toHaveLength(50_000);
    expect(all[0]).toMatchObject({ code: "left_out", message: expect.stringMatching(/50,000/) as string });
  });

  test("an archive cut in the middle gives what can be read", async () => {
    const big = noise(300_000);
    const packed = zipSync({ "a.json": bytes("[1]"), "b.json": bytes(big), "c.json": bytes("[3]") });
    const all = await open(packed.subarray(0, 100_000));
    expect(files(all).map(({ name }) => name)).toEqual(["a.json", "b.json"]);
    const prefix = await textOf(files(all)[1]);
    expect(prefix.length).toBeGreaterThan(50_000);
    expect(big.startsWith(prefix)).toBe(true);
    expect(codes(all)).toEqual(["damaged", "damaged"]);
  });

  test("a bomb in an entry stops the archive; entries before it are kept", async () => {
    const zip = makeZip([
      { name: "good.json", bytes: bytes("1") },
      { name: "bomb.json", bytes: new Uint8Array(5_000_000), method: 8 },
      { name: "after.json", bytes: bytes("1") },
    ]);
    const all = await open(zip, { totalBytes: 1_000_000 });
    expect(files(all).map(({ name }) => name)).toEqual(["good.json"]);
    expect(codes(all)).toEqual(["archive_too_large"]);
  });

  test("one damaged, one encrypted, one unknown and one binary entry never take the others down", async () => {
    const all = await open(
      makeZip([
        { name: "bad.json.gz", bytes: new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255]) },
        { name: "secret.json", bytes: bytes("x"), flags: 1 },
        { name: "odd.json", bytes: bytes("x"), method: 14 },
        { name: "picture.png", bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]) },
        { name: "good.json", bytes: bytes("[1]") },
      ]),
    );
    expect(files(all).map(({ name }) => name)).toEqual(["good.json"]);
    expect(codes(all)).toEqual(["compressed_damaged", "encrypted", "unknown_method", "binary"]);
  });

  test("packing inside packing ends at the third layer", async () => {
    const inner = makeZip([{ name: "deep.json", bytes: bytes("[1]") }]);
    const all = await open(makeZip([{ name: "m.zip", bytes: makeZip([{ name: "i.zip", bytes: inner }, { name: "ok.json", bytes: bytes("[2]") }]) }]));
    expect(files(all).map(({ name }) => name)).toEqual(["ok.json"]);
    expect(codes(all)).toEqual(["nested_too_deep"]);
  });

  test("something that only starts like a zip is reported", async () => {
    expect(codes(await open(bytes("PK\u0003\u0004")))).toEqual(["compressed_damaged"]);
  });
});
