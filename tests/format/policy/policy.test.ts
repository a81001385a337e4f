import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge, type JudgedCall } from "../../../format/policy/evaluate.ts";
import { matchesGlob } from "../../../format/policy/glob.ts";
import { readPolicy, type Policy } from "../../../format/policy/policy.ts";

const call = (tool: string, args: JudgedCall["arguments"] = {}, agent = "a"): JudgedCall => ({ tool, agent, arguments: args });
const policyOf = (rules: Policy["rules"], otherwise?: Policy["default"]): Policy => ({ policy: 1, rules, ...(otherwise !== undefined && { default: otherwise }) });

describe("a glob", () => {
  it.each([
    ["*", "", true],
    ["run_*", "run_sql", true],
    ["run_*", "rerun_sql", false],
    ["*@halden.example", "lena@halden.example", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*.*", "a.b", true],
    ["a*b*c", "a-x-b-y-b-c", true],
    ["[a]", "a", false],
  ])("%j on %j is %s", (pattern, text, expected) => expect(matchesGlob(pattern, text)).toBe(expected));

  it("says what the same pattern says as a regular expression, on random texts", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 }), fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }), (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`).test(text);
        expect(matchesGlob(pattern, text)).toBe(expected);
      }),
    );
  });

  it("ends on patterns that would keep a regular expression busy for ever", () => {
    expect(matchesGlob(`${"*a".repeat(400)}b`, "a".repeat(20_000))).toBe(false);
  });
});

describe("a policy", () => {
  it("is decided by the first rule that fits, else by its default, else by asking", () => {
    const policy = policyOf([{ decision: "allow", tool: "get_*" }, { decision: "deny", tool: "get_secret" }, { decision: "ask", tool: ["send_mail", "post_*"] }], "deny");
    expect(judge(policy, call("get_secret"))).toEqual({ decision: "allow", rule: 0 });
    expect(judge(policy, call("post_note"))).toEqual({ decision: "ask", rule: 2 });
    expect(judge(policy, call("other"))).toEqual({ decision: "deny", rule: -1 });
    expect(judge(policyOf([]), call("other"))).toEqual({ decision: "ask", rule: -1 });
  });

  it("looks at arguments by path, into lists, anywhere, and into JSON that stands in a text", () => {
    const decide = (conditions: NonNullable<Policy["rules"][number]["arguments"]>, args: JudgedCall["arguments"]) => judge(policyOf([{ decision: "deny", arguments: conditions }], "allow"), call("t", args)).decision;
    expect(decide({ sql: { contains: "drop table" } }, { sql: "DROP TABLE sessions" })).toBe("deny");
    expect(decide({ "order.items.price": { above: 200 } }, { order: { items: [{ price: 5 }, { price: 201 }] } })).toBe("deny");
    expect(decide({ "order.items.price": { above: 200 } }, { order: { items: [{ price: 5 }, { price: 200 }] } })).toBe("allow");
    expect(decide({ "*": { glob: "*@evil.example" } }, { a: [{ b: "x@evil.example" }] })).toBe("deny");
    expect(decide({ to: { equals: "x" } }, '{"to":"x"}')).toBe("deny");
    expect(decide({ to: { present: false } }, {})).toBe("deny");
    expect(decide({ to: { present: true } }, {})).toBe("allow");
    expect(decide({ n: { above: 1, below: 3 } }, { n: "2" })).toBe("deny");
    expect(decide({ n: { above: 1 } }, { n: "many" })).toBe("allow");
    expect(decide({ __proto__x: { present: true }, constructor: { present: true } }, {})).toBe("allow");
  });

  it("looks at the agent and at what the tool does", () => {
    const policy = policyOf([{ decision: "deny", effect: "write", agent: "intern*" }], "allow");
    expect(judge(policy, call("delete_file", {}, "intern-1")).decision).toBe("deny");
    expect(judge(policy, call("read_file", {}, "intern-1")).decision).toBe("allow");
    expect(judge(policy, call("delete_file", {}, "boss")).decision).toBe("allow");
  });

  it("is refused with the place of each mistake", () => {
    expect(readPolicy("{")).toMatchObject({ ok: false });
    expect(readPolicy('{"policy":2,"rules":[{"decision":"maybe"},{"decision":"deny","argument":{}},{"decision":"deny","arguments":{"x":{}}}]}')).toMatchObject({
      ok: false,
      problems: [expect.stringContaining("policy:"), expect.stringContaining("rules.0.decision:"), expect.stringMatching(/rules\.1: .*argument/), expect.stringContaining("rules.2.arguments.x: says nothing")],
    });
    expect(readPolicy('{"policy":1,"rules":[]}')).toEqual({ ok: true, policy: { policy: 1, rules: [] } });
  });

  it("of the documentation is read, and decides as it says there", () => {
    const example = /```json\n([^`]*)```/.exec(readFileSync("docs/policy.md", "utf8"))?.[1] ?? "";
    const read = readPolicy(example);
    if (!read.ok) throw new Error(read.problems.join("; "));
    expect(judge(read.policy, call("run_sql", { sql: "Drop Table x" }))).toEqual({ decision: "deny", rule: 0 });
    expect(judge(read.policy, call("refund", { amount: 1900 }))).toEqual({ decision: "ask", rule: -1 });
    expect(judge(read.policy, call("forward_mail", { to: "a@mail-backup.example" })).decision).toBe("ask");
    expect(judge(read.policy, call("read_inbox")).decision).toBe("allow");
  });

  it("never throws, whatever JSON it gets", () => {
    fc.assert(fc.property(fc.json(), (text) => void readPolicy(text)));
    fc.assert(fc.property(fc.jsonValue(), (args) => void judge(policyOf([{ decision: "deny", arguments: { "a.b": { glob: "*" }, "*": { contains: "x" } } }]), call("t", args as JudgedCall["arguments"]))));
  });
});
