import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);

/** The program ends each of its own lines, and each typed one, with two spaces. */
const HISTORY = [
  "",
  "# aider chat started at 2026-01-01 10:00:00",
  "",
  "> /usr/bin/aider --message ",
  "    read the list  ",
  "> Main model: openrouter/gpt-x with diff edit format  ",
  "",
  "#### /add a.ts  ",
  "#### mend the parser  ",
  "#### and its tests  ",
  "",
  "I will mend it:",
  "",
  "> as you asked",
  "",
  "#### A heading of the answer",
  "",
  "> Tokens: 2.4k sent, 1.2k cache hit, 104 received. Cost: $0.10 message, $0.30 session.  ",
  "> Applied edit to a.ts  ",
  "> Commit 1b2614a fix: parser  ",
  "",
  "# aider chat started at 2026-01-02 10:00:00",
  "",
  "#### again  ",
  "",
  "Sure.",
  "",
  "> The LLM did not conform to the edit format.  ",
  "> litellm.BadRequestError: no key  ",
  "",
].join("\n");

describe("a chat history", () => {
  test("each start is a run; what was typed, said and done stands apart, whatever the text looks like", async () => {
    const { events, report, importer } = await importOne([await openText("notes.md", HISTORY)]);
    expect([importer, report.became, report.merged, report.skipped]).toEqual(["aider", 9, 0, 0]);
    const first = events.filter(({ session }) => session === "notes.md");
    expect(first.map(({ kind }) => kind)).toEqual(["agent_start", "log", "human_input", "llm_response", "log", "tool_call", "tool_result", "checkpoint", "agent_end"]);
    expect(payloadOf(first[1])["message"]).toBe("/usr/bin/aider --message\n    read the list\nMain model: openrouter/gpt-x with diff edit format");
    expect(payloadOf(first[2])["content"]).toBe("/add a.ts\nmend the parser\nand its tests");
    expect(payloadOf(first[3])["content"]).toBe("I will mend it:\n\n> as you asked\n\n#### A heading of the answer");
    expect(first[3]).toMatchObject({ model: "openrouter/gpt-x", tokens_in: 2400, tokens_cache_read: 1200, tokens_out: 104, cost_usd: 0.1 });
    expect(first[5]).toMatchObject({ tool: "edit", parent: first[3]?.id });
    expect(first.at(-1)?.outcome).toBe("ok");
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("failures are errors, and the run ends as the last of them", async () => {
    const { events } = await importOne([await openText("notes.md", HISTORY)]);
    expect(ofKind(events, "error").map(({ error_class: errorClass }) => errorClass)).toEqual(["EditFormat", "BadRequestError"]);
    expect(events.at(-1)).toMatchObject({ kind: "agent_end", outcome: "error", error_class: "BadRequestError", session: "notes.md#1" });
  });

  test("one whose lines lost the spaces at their ends is still told apart by its marks", async () => {
    const { events, report } = await importOne([await openText("notes.md", HISTORY.replaceAll(/ +$/gm, ""))]);
    expect(report.skipped).toBe(0);
    const answers = ofKind(events, "llm_response").map((event) => payloadOf(event)["content"]);
    expect(answers).toEqual(expect.arrayContaining(["I will mend it:", "Sure."]));
    expect(ofKind(events, "human_input").map((event) => payloadOf(event)["content"])).toContain("/add a.ts\nmend the parser\nand its tests");
    expect(ofKind(events, "tool_call")).toHaveLength(1);
  });

  test("leaving the program leaves the run as it was", async () => {
    const { events } = await importOne([await openText("notes.md", "# aider chat started at 2026-01-01 10:00:00\n\n#### go  \n\nDone.\n\n#### /exit  \n")]);
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "human_input", "llm_response", "human_input", "agent_end"]);
    expect(events.at(-1)?.outcome).toBe("ok");
  });

  test("what a person interrupts ends so", async () => {
    const { events } = await importOne([await openText("notes.md", "# aider chat started at 2026-01-01 10:00:00\n\n#### go  \n\nI\n\n> ^C KeyboardInterrupt  \n")]);
    expect(events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "))).toEqual(["agent_start", "human_input", "llm_response ok", "log", "human_input cancelled", "agent_end cancelled"]);
  });
});
