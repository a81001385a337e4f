import fc from "fast-check";
import { expect, test } from "vitest";
import { COLUMNS } from "../../../format/arrow/columns.ts";
import type { EventRecord, Json } from "../../../format/event.ts";
import { writeEvent, writeHeader } from "../../../format/jsonl/write.ts";

test("members stand in the order of the columns, unknown ones behind them, the payload last", () => {
  const event: EventRecord = { payload: { b: 1 }, mine: [1], prev: "p", kind: "log", session: "s", upstream: ["u"], id: "i", seq: 0, name: "n" };
  expect(writeEvent(event)).toBe(`{"seq":0,"id":"i","kind":"log","session":"s","name":"n","upstream":["u"],"prev":"p","mine":[1],"payload":{"b":1}}`);
});

test("undefined members are left out; a payload of null is kept", () => {
  expect(writeEvent({ id: "i", kind: "k", session: "s", mine: undefined, payload: null })).toBe(`{"id":"i","kind":"k","session":"s","payload":null}`);
});

test("a header begins with its version", () => {
  expect(writeHeader({ file: "f", peek: 1 })).toBe(`{"peek":1,"file":"f"}`);
});

test("any event comes back equal, on one line", () => {
  const envelope = fc.record(Object.fromEntries(COLUMNS.filter(({ type }) => type === "text").map(({ key }) => [key, fc.string()])), { requiredKeys: ["id", "kind", "session"] });
  fc.assert(
    fc.property(envelope, fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (known, unknown, payload) => {
      const event = JSON.parse(JSON.stringify({ ...unknown, ...known, payload })) as EventRecord & { payload: Json };
      const line = writeEvent(event);
      expect(JSON.parse(line)).toEqual(event);
      expect(line).not.toContain("\n");
    }),
  );
});
