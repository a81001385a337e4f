import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

/** Words that are found by each of the ways there are, alone and joined. */
const WORDS = ["tool", "Zürich", 'say "hi"', "a/b", "東京", "C:\\temp", "line\nbreak", "x", "İstanbul", '"text":"', "naïve café"];

describe("searching", () => {
  it("finds a row if and only if a text of its payload holds what is sought", async () => {
    const engine = await startEngine();
    const texts = fc.sample(fc.array(fc.constantFrom(...WORDS, "alpha", "beta"), { maxLength: 4 }), { numRuns: 400, seed: 7 }).map((words) => words.join(" "));
    await openAll(engine, [textFile("a.jsonl", traceText(texts.map((text) => ({ payload: { said: text } }))))]);
    for (const word of ["tool", "Zürich", "zürich", 'say "HI"', "a/b", "東京", "C:\\temp", "line\nbreak", "naïve café", "alpha beta", "x"]) {
      const expected = texts.flatMap((text, row) => (text.toLowerCase().includes(word.toLowerCase()) ? [row] : []));
      const hits = unwrap(await engine.search({ text: word, run: null }));
      expect([word, [...hits.rows]]).toEqual([word, expected]);
      expect(hits.occurrences).toBe(texts.reduce((sum, text) => sum + text.toLowerCase().split(word.toLowerCase()).length - 1, 0));
    }
    const cased = unwrap(await engine.search({ text: "TOOL", run: null, caseSensitive: true }));
    expect(cased.rows).toHaveLength(0);
  });

  it("finds parts of the record, quotes and all, and keeps to the run and the kinds asked for", async () => {
    const engine = await startEngine();
    const events = Array.from({ length: 300 }, (_, row) => ({ session: row % 2 === 0 ? "even" : "odd", kind: row % 3 === 0 ? "log" : "note", payload: { attempt: row } }));
    await openAll(engine, [textFile("b.jsonl", traceText(events))]);
    const run = unwrap(await engine.runs())[1]?.run ?? -1;
    expect([...unwrap(await engine.search({ text: '"attempt":29', run: null })).rows].toSorted((a, b) => a - b)).toEqual([29, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299]);
    expect([...unwrap(await engine.search({ text: '"attempt":29', run })).rows]).toEqual([29, 291, 293, 295, 297, 299]);
    expect([...unwrap(await engine.search({ text: '"attempt":29', run, kinds: ["log"] })).rows]).toEqual([291, 297]);
    expect(unwrap(await engine.search({ text: "attempt", run, kinds: ["log"] })).occurrences).toBe(50);
  });
});
