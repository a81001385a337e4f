import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { validateEvent } from "../../../format/event.ts";
import { KIND_NAMES } from "../../../format/kinds.ts";
import { traceSchemaText } from "../../../format/schema/build.ts";

const validate = new Ajv({ strict: false }).compile(JSON.parse(traceSchemaText()) as object);
const event = { seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1 };

describe("JSON Schema", () => {
  it("is the committed file", () => {
    expect(readFileSync(new URL("../../../format/schema/trace.schema.json", import.meta.url), "utf8")).toBe(traceSchemaText());
  });

  it.each<readonly [what: string, line: object, valid: boolean]>([
    ["a header", { peek: 1, recorder: { name: "mine" } }, true],
    ["a header of no version", { peek: "1" }, false],
    ...KIND_NAMES.map((kind) => [`an event of kind ${kind}`, { ...event, kind, payload: {} }, true] as const),
    ["an unknown kind and unknown members", { ...event, kind: "dance", mine: 1, payload: { any: [1] } }, true],
    ["an event without an id", { ...event, id: undefined }, false],
    ["a sequence number that is no integer", { ...event, seq: 1.5 }, false],
    ["an outcome that is none", { ...event, outcome: "fine" }, false],
    ["a confidence above 1", { ...event, kind: "decision", confidence: 2 }, false],
    ["a payload member of the wrong type", { ...event, kind: "decision", payload: { reasoning: 1 } }, false],
  ])("judges %s as the zod source does", (_what, line, valid) => {
    const plain = JSON.parse(JSON.stringify(line)) as Record<string, unknown>;
    expect(validate(plain)).toBe(valid);
    if (!("peek" in plain)) expect(validateEvent(plain).length === 0).toBe(valid);
  });
});
