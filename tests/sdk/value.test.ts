import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ValueWriter, type ValueLimits } from "../../sdk/value.ts";

const LIMITS: ValueLimits = { maxDepth: 64, maxEntries: 10_000, maxPayload: 1 << 22, blobThreshold: 1 << 18, maxBlob: 1 << 24 };

/** The value as read back. */
function recorded(value: unknown, limits: Partial<ValueLimits> = {}): unknown {
  return JSON.parse(new ValueWriter({ ...LIMITS, ...limits }).write(value));
}

class Point {
  readonly x = 1;
  readonly y = 2;
}

function cycle(): unknown {
  const inner: Record<string, unknown> = { name: "inner" };
  const outer = { list: [inner] };
  inner["back"] = inner;
  inner["top"] = outer;
  return outer;
}

const frame = { message: "m", stack: "s" };
const HOSTILE: readonly { readonly what: string; readonly value: unknown; readonly expected: unknown }[] = [
  { what: "BigInt", value: { n: 12345678901234567890n }, expected: { n: { $bigint: "12345678901234567890" } } },
  { what: "numbers JSON has none for", value: [NaN, -Infinity, Infinity], expected: [{ $number: "NaN" }, { $number: "-Infinity" }, { $number: "Infinity" }] },
  { what: "undefined in a list, left out of an object", value: { a: [undefined], b: undefined, c: 1 }, expected: { a: [{ $undefined: true }], c: 1 } },
  { what: "a hole", value: [, 1], expected: [{ $undefined: true }, 1] }, // oxlint-disable-line no-sparse-arrays
  { what: "a symbol and a function", value: [Symbol("s"), function named() {}], expected: [{ $symbol: "Symbol(s)" }, { $function: "named" }] },
  { what: "a Map with object keys", value: new Map<unknown, unknown>([[{ k: 1 }, new Set([1, "a"])]]), expected: { $map: [[{ k: 1 }, { $set: [1, "a"] }]] } },
  { what: "dates", value: [new Date(0), new Date(NaN)], expected: ["1970-01-01T00:00:00.000Z", { $date: null }] },
  { what: "a URL and a RegExp", value: [new URL("http://a/b"), /x\/y/gi], expected: ["http://a/b", { $regexp: "/x\\/y/gi" }] },
  { what: "bytes", value: Buffer.from("hi"), expected: { $bytes: "aGk=", media_type: "application/octet-stream", type: "Buffer" } },
  { what: "a typed array", value: new Uint16Array([1]), expected: { $bytes: "AQA=", media_type: "application/octet-stream", type: "Uint16Array" } },
  { what: "an instance of a class", value: new Point(), expected: { $class: "Point", x: 1, y: 2 } },
  { what: "a promise", value: Promise.resolve(1), expected: { $class: "Promise" } },
  { what: "a boxed number", value: Object(5), expected: 5 },
  { what: "a cycle", value: cycle(), expected: { list: [{ name: "inner", back: { $circular: "$.list[0]" }, top: { $circular: "$" } }] } },
  { what: "a value that stands twice but in no cycle", value: [frame, frame], expected: [frame, frame] },
  { what: "toJSON", value: { a: { toJSON: () => ({ seen: true }) } }, expected: { a: { seen: true } } },
  { what: "an object without a prototype", value: Object.assign(Object.create(null), { a: 1 }), expected: { a: 1 } },
  { what: "an Error of another realm", value: runInNewContext("const e = new Error('far'); e.stack = 's'; e"), expected: { $error: { name: "Error", message: "far", stack: "s" } } },
  { what: "a lone surrogate", value: { "\ud800": "\udfff" }, expected: { "\ud800": "\udfff" } },
];

test.each(HOSTILE)("$what", ({ value, expected }) => {
  expect(recorded(value)).toEqual(expected);
});

test("an Error keeps name, message, stack, cause and its own members", () => {
  const error = Object.assign(new TypeError("bad", { cause: new RangeError("root") }), { code: "E_BAD", headers: { a: "b" } });
  const { $error } = recorded(error) as { $error: Record<string, unknown> };
  expect($error).toMatchObject({ name: "TypeError", message: "bad", code: "E_BAD", headers: { a: "b" } });
  expect($error["stack"]).toContain("value.test.ts");
  expect($error["cause"]).toMatchObject({ $error: { name: "RangeError", message: "root" } });
});

test("an Error that is its own cause ends", () => {
  const error = new Error("ouroboros");
  error.cause = error;
  expect(recorded({ error })).toMatchObject({ error: { $error: { cause: { $circular: "$.error" } } } });
});

describe("what throws is named where it stands, the rest is kept", () => {
  test("a getter", () => {
    const value = Object.defineProperty({ good: 1 }, "bad", { enumerable: true, get: () => { throw new Error("no"); } }); // prettier-ignore
    expect(recorded({ value })).toEqual({ value: { good: 1, bad: { $unreadable: "Error: no" } } });
  });
  test("a toJSON", () => {
    expect(recorded([1, { toJSON: () => { throw new Error("no"); } }])).toEqual([1, { $unreadable: "Error: no" }]); // prettier-ignore
  });
  test("a revoked proxy", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(recorded({ proxy, good: 1 })).toEqual({ proxy: { $unreadable: expect.any(String) }, good: 1 });
  });
  test("a proxy that throws something that throws", () => {
    const nasty = { toString: () => { throw new Error("again"); } }; // prettier-ignore
    const proxy = new Proxy({}, { ownKeys: () => { throw nasty; }, getPrototypeOf: () => { throw nasty; }, get: () => { throw nasty; } }); // prettier-ignore
    expect(recorded([proxy])).toEqual([{ $unreadable: "unreadable" }]);
  });
});

describe("bounds", () => {
  test("a text of 100 MB leaves its beginning, sizes and hash", () => {
    const text = "é".repeat(50_000_000) + "x".repeat(50_000_000);
    const json = new ValueWriter(LIMITS).write({ text });
    expect(json.length).toBeLessThan(3000);
    const sha256 = createHash("sha256").update(Buffer.from(text)).digest("hex");
    expect(JSON.parse(json)).toEqual({ text: { $truncated: "size", type: "string", head: "é".repeat(1000), chars: 100_000_000, bytes: 150_000_000, sha256 } });
  });
  test("20,000 levels are cut, not crashed on", () => {
    let list: unknown = "bottom";
    let object: unknown = "bottom";
    for (let i = 0; i < 20_000; i++) {
      list = [list];
      object = { object };
    }
    for (const value of [list, object]) expect(JSON.stringify(recorded(value))).toContain(`{"$truncated":"depth"}`);
  });
  test("entries over the limit are counted", () => {
    expect(recorded([1, 2, 3, 4], { maxEntries: 2 })).toEqual([1, 2, { $truncated: "entries", omitted: 2 }]);
    expect(recorded({ a: 1, b: 2, c: 3 }, { maxEntries: 2 })).toEqual({ a: 1, b: 2, $truncated: "entries", omitted: 1 });
    expect(recorded(new Set([1, 2, 3]), { maxEntries: 2 })).toEqual({ $set: [1, 2, { $truncated: "entries", omitted: 1 }] });
  });
  test("the whole payload is held near its limit, however it is made up", () => {
    const wide = Array.from({ length: 5000 }, (_, index) => ({ index, text: "t".repeat(500), keys: { ["k".repeat(300)]: index } }));
    let branching: unknown = "leaf";
    for (let i = 0; i < 60; i++) branching = [branching, branching];
    for (const value of [wide, branching, { wide, branching }]) {
      const json = new ValueWriter({ ...LIMITS, maxPayload: 50_000 }).write(value);
      expect(json.length).toBeLessThan(110_000);
      expect(json).toContain("$truncated");
      JSON.parse(json);
    }
  });
});

test("every JSON value comes back equal, by the fast way and by the careful one", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const expected = JSON.parse(JSON.stringify(value)) as unknown;
      expect(recorded(value)).toEqual(expected);
      expect(recorded([value, 1n])).toEqual([expected, { $bigint: "1" }]);
    }),
    { numRuns: 1000 },
  );
});

test("any value at all gives JSON within the bounds, and never throws", () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true, withBoxedValues: true });
  fc.assert(
    fc.property(anything, (value) => {
      const json = new ValueWriter({ ...LIMITS, maxPayload: 2000, maxEntries: 20, maxDepth: 5, blobThreshold: 100 }).write(value);
      JSON.parse(json);
      expect(json.length).toBeLessThan(20_000);
    }),
    { numRuns: 2000 },
  );
});
