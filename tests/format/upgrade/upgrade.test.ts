import { describe, expect, it } from "vitest";
import { checkSteps, upgradeLines } from "../../../format/upgrade/index.ts";

async function upgrade(lines: readonly string[]): Promise<string[]> {
  async function* texts(): AsyncGenerator<{ text: string }> {
    for (const text of lines) yield { text };
  }
  const upgraded: string[] = [];
  for await (const line of upgradeLines(texts())) upgraded.push(line);
  return upgraded;
}

describe("upgrade", () => {
  it("brings version 0 to the current one and passes on what it cannot read", async () => {
    const old = '{"id":"a","type":"log","session_id":"s","timestamp_ms":1.5,"mine":1,"data":{"message":"m"}}';
    const lines = await upgrade(['{"peek":0}', old, "broken"]);
    expect(lines[0]).toBe('{"peek":1,"upgraded_from":0}');
    expect(JSON.parse(lines[1] as string)).toEqual({ id: "a", kind: "log", session: "s", time_unix_us: 1500, mine: 1, payload: { message: "m" } });
    expect(lines[2]).toBe("broken");
  });

  it("keeps members whatever they are called", async () => {
    const lines = await upgrade(['{"peek":0}', '{"id":"a","type":"log","session_id":"s","constructor":1,"__proto__":{"kind":"x"}}']);
    expect(lines[1]).toBe('{"id":"a","kind":"log","session":"s","constructor":1,"__proto__":{"kind":"x"}}');
  });

  it("leaves parts written by the current version alone", async () => {
    const line = '{"id":"a","kind":"log","type":"kept"}';
    expect((await upgrade(['{"peek":1}', line]))[1]).toBe(line);
  });

  it("refuses a table of steps with a gap", () => {
    const step = (from: number): { from: number; upgrade: (record: object) => Record<string, unknown> } => ({ from, upgrade: (record) => ({ ...record }) });
    expect(() => checkSteps([step(0), step(2)], 2)).toThrow(RangeError);
    expect(() => checkSteps([step(0)], 2)).toThrow("not 2");
    expect(() => checkSteps([step(0), step(1)], 2)).not.toThrow();
  });
});
