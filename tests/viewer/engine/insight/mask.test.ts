import { describe, expect, it } from "vitest";
import { maskMessage } from "../../../../viewer/engine/analyses/clusters/mask.ts";
import { failureMessage } from "../../../../viewer/engine/analyses/clusters/message.ts";
import { TemplateMiner } from "../../../../viewer/engine/analyses/clusters/miner.ts";

const masked = (message: string): string => maskMessage(message).join(" ");

describe("masking of messages", () => {
  it.each([
    ["Item 17 not found (attempt 1)", "Item 99 not found (attempt 3)", "Item <num> not found attempt <num>"],
    ["order #W2378156 is gone", "order #W99 is gone", "order <id> is gone"],
    ["no file /tmp/a/b.txt", "no file C:\\data\\c.json", "no file <path>"],
    ["cannot open 'my notes'", 'cannot open "x"', "cannot open <str>"],
    ["GET https://a.example/x?y=1 failed", "GET http://b.example failed", "GET <url> failed"],
    ["7f3c2a10-1c2d-4e5f-8a9b-0c1d2e3f4a5b expired", "00000000-0000-4000-8000-000000000000 expired", "<id> expired"],
    ["missing ids: 'a', 'b', 'c'", "missing ids: 'z'", "missing ids <str>"],
    ["订单12345未找到", "订单9未找到", "订单<num>未找到"],
  ])("finds the same words in %j and %j", (one, other, template) => {
    expect(masked(one)).toBe(template);
    expect(masked(other)).toBe(template);
  });

  it("keeps what tells failures apart", () => {
    expect(masked("user not found")).not.toBe(masked("order not found"));
    expect(masked('{"code": 5, "user": "x"}')).toBe("code <num> user <str>");
    expect(masked("it's not what you'd think")).toBe("it's not what you'd think");
  });

  it("reads a message of a megabyte, and one without words", () => {
    expect(maskMessage("a".repeat(1_000_000))).toEqual(["<id>"]);
    expect(maskMessage(`"${"\\".repeat(100_000)}`).length).toBeLessThan(50);
    expect(maskMessage("")).toEqual([]);
  });
});

describe("telling line of a failure", () => {
  it("is the last line of a stack trace with its function, and the line that speaks of an error elsewhere", () => {
    expect(failureMessage({ error: 'Exit code 1\nTraceback (most recent call last):\n  File "/x.py", line 4, in load\n    y\nKeyError: \'a\'' })).toBe("KeyError: 'a' in load");
    expect(failureMessage({ error: "=====\nbuilding\nerror: no such module here\nmore" })).toBe("error: no such module here");
    expect(failureMessage({ error: '# var_3 = "Error: user not found"' })).toBe("Error: user not found");
    expect(failureMessage({ reason: "not allowed" })).toBe("not allowed");
    expect(failureMessage(undefined)).toBe("");
  });
});

describe("templates", () => {
  it("take a place with many different words for a variable", () => {
    const miner = new TemplateMiner();
    const numbers = ["amber", "birch", "cedar", "dogwood", "elm", "fir", "gorse", "hazel", "ivy"].map((host) => miner.add("x", `host ${host} does not answer`));
    expect(new Set(numbers.map((number) => miner.settled(number))).size).toBe(1);
    expect(miner.text(numbers[0] as number)).toBe("host <*> does not answer");
  });

  it("stay apart where few words differ, and across classes", () => {
    const miner = new TemplateMiner();
    const [user, order, other] = [miner.add("x", "user not found"), miner.add("x", "order not found"), miner.add("y", "user not found")];
    expect(new Set([user, order, other].map((number) => miner.settled(number))).size).toBe(3);
  });

  it("stay few for 100,000 messages that are all different", () => {
    const miner = new TemplateMiner();
    const word = (n: number): string => [...String(n * 7919)].map((digit) => "abcdefghij"[Number(digit)]).join("");
    const numbers = Array.from({ length: 100_000 }, (_, i) => miner.add("x", `${word(i)} ${word(i + 3)} ${word(i * 2)} ${word(i * 5)}`));
    expect(new Set(numbers.map((number) => miner.settled(number))).size).toBeLessThanOrEqual(1000);
  });
});
