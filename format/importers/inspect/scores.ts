import type { Json } from "../../event.ts";
import { asNumber, asObject, asText, lookUp, type JsonObject } from "../kit/read.ts";
import type { SpanFacts } from "../spans/span.ts";

/** Inspect's letters: correct, incorrect, partial, no answer. */
const LETTERS: Readonly<Record<string, { readonly score: number; readonly passed: boolean }>> = {
  C: { score: 1, passed: true },
  I: { score: 0, passed: false },
  P: { score: 0.5, passed: false },
  N: { score: 0, passed: false },
};

/** One score: its number, whether it means passed (letters, yes/no, 0 and 1 do), and the explanation. */
export function readScore(value: Json): SpanFacts {
  const score = asObject(value) ?? { value };
  const explanation = asText(score["explanation"]);
  return { ...judge(score["value"]), ...(explanation !== undefined && { text: explanation }), input: value };
}

function judge(value: Json | undefined): SpanFacts {
  if (typeof value === "boolean") return { score: value ? 1 : 0, passed: value };
  const letter = typeof value === "string" ? lookUp(LETTERS, value) : undefined;
  if (letter !== undefined) return letter;
  const number = asNumber(value);
  if (number === undefined) return {};
  return { score: number, ...((number === 0 || number === 1) && { passed: number === 1 }) };
}

/** The scores of a sample as facts of its run: the first that judges is the run's outcome. */
export function runScores(sample: JsonObject): SpanFacts {
  const scores = asObject(sample["scores"]) ?? (sample["score"] === undefined ? {} : { score: sample["score"] });
  const judged = Object.values(scores).map((score) => readScore(score ?? null));
  const first = judged.find(({ passed }) => passed !== undefined) ?? judged.find(({ score }) => score !== undefined);
  return {
    ...(Object.keys(scores).length > 0 && { scores: scores as Json }),
    ...(sample["target"] !== undefined && { expected: sample["target"] }),
    ...(first?.score !== undefined && { score: first.score }),
    ...(first?.passed !== undefined && { passed: first.passed }),
  };
}
