import type { Json } from "../../../../../format/event.ts";
import { align } from "../../../../../viewer/engine/analyses/compare/align.ts";
import { stepsOf, type Steps } from "../../../../../viewer/engine/analyses/compare/steps.ts";
import type { RunEvent } from "../../../../../viewer/engine/analyses/run-events.ts";

/** An event of a run; members not given are plain. */
function runEvent(index: number, given: { readonly kind?: string; readonly envelope?: RunEvent["envelope"]; readonly payload?: Json; readonly flag?: number; readonly parent?: number }): RunEvent {
  const { kind = "log", envelope = {}, payload, flag = 0, parent = -1 } = given;
  return { index, row: index, kind, envelope: { id: `e${index}`, kind, ...envelope }, flag, parent, startUs: index * 1000, endUs: index * 1000, payloadText: "", payload: () => payload };
}

/** Tool calls drawn as words: `book:A7` calls the tool `book` with the argument A7. */
function eventsOfWords(words: string): RunEvent[] {
  const drawn = words.split(" ").filter(Boolean);
  return drawn.map((word, index) => {
    const [tool = "", argument = ""] = word.split(":");
    return runEvent(index, { kind: "tool_call", envelope: { tool, agent: "agent" }, payload: { arguments: { with: argument } } });
  });
}

/** The same as steps. */
export function stepsOfWords(words: string): Steps {
  return stepsOf(eventsOfWords(words));
}

/** An alignment drawn as text: `a=b` a pair, `a-` only left, `+b` only right. Stand-ins count as left and right alone. */
export function pairsOf(left: string, right: string): string {
  const [a, b] = [left.split(" ").filter(Boolean), right.split(" ").filter(Boolean)];
  const { ofLeft, ofRight } = align(stepsOfWords(left), stepsOfWords(right));
  const isPair = (i: number, j: number): boolean => j >= 0 && a[i]?.split(":")[0] === b[j]?.split(":")[0];
  const fromLeft = a.map((word, i) => (isPair(i, ofLeft[i] ?? -1) ? `${word}=${b[ofLeft[i] ?? 0]}` : `${word}-`));
  const fromRight = b.filter((_, j) => !isPair(ofRight[j] ?? -1, j)).map((word) => `+${word}`);
  return [...fromLeft, ...fromRight].join(" ");
}
