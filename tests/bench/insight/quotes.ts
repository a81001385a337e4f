import type { EventRecord } from "../../../format/event.ts";
import { factsOf } from "../../../viewer/engine/analyses/cause/read.ts";
import { checkGrounding } from "../../../viewer/engine/analyses/grounding/grounding.ts";
import { QuoteSources } from "../../../viewer/engine/analyses/grounding/sources.ts";
import { eventText } from "../../../viewer/engine/analyses/story/text.ts";
import { randomOf, type Random } from "../../support/faults.ts";
import { storyOf } from "../../support/story.ts";

/** Precision and recall of one verdict. */
export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly cases: number;
}

interface Case {
  readonly sources: QuoteSources;
  readonly before: number;
  readonly quote: string;
  readonly truth: "verifiable" | "altered" | "not found";
}

/** Judges quotations taken from real runs: as they stand, with a word dropped, changed or a number altered, and from other runs. */
export function quoteQuality(runs: readonly (readonly EventRecord[])[], cases: number, seed: number): { readonly exact: Quality; readonly altered: Quality } {
  const random = randomOf(seed);
  const told = runs.map((records) => storyOf(records)).filter((story) => story.length > 6);
  const made: Case[] = [];
  for (let i = 0; made.length < cases; i++) {
    const story = told[i % told.length] as (typeof told)[number];
    const sources = new QuoteSources();
    for (const event of story) sources.add(event.index, eventText(event));
    const foreign = told[(i + 1 + Math.floor(random() * (told.length - 1))) % told.length] as typeof story;
    for (const [truth, from] of [["verifiable", story], ["altered", story], ["not found", foreign]] as const) {
      const quote = sentenceOf(from, random);
      const shown = quote !== undefined && truth === "altered" ? alter(quote, random) : quote;
      const isClear = shown !== undefined && (truth === "verifiable" || sources.find(shown, story.length).verdict !== "verifiable");
      if (shown !== undefined && isClear && (truth !== "not found" || !isShared(shown, story))) made.push({ sources, before: story.length, quote: shown, truth });
    }
  }
  const judged = made.map(({ sources, before, quote, truth }) => ({ truth, verdict: sources.find(quote, before).verdict }));
  return { exact: qualityOf(judged, "verifiable"), altered: qualityOf(judged, "altered") };
}

/** True if a sentence of another run stands in this one too, as greetings do. */
function isShared(quote: string, story: ReturnType<typeof storyOf>): boolean {
  const words = wordsOf(quote);
  return story.some((event) => {
    const held = new Set(wordsOf(eventText(event)));
    return words.filter((word) => held.has(word)).length / words.length >= 0.7;
  });
}

function qualityOf(judged: readonly { readonly truth: string; readonly verdict: string }[], verdict: string): Quality {
  const right = judged.filter((one) => one.truth === verdict && one.verdict === verdict).length;
  const [said, are] = [judged.filter((one) => one.verdict === verdict).length, judged.filter((one) => one.truth === verdict).length];
  return { precision: right / said, recall: right / are, cases: are };
}

/** Six to sixteen words in a row from an event of a run. */
function sentenceOf(story: ReturnType<typeof storyOf>, random: Random): string | undefined {
  const event = story[Math.floor(random() * story.length)];
  const words = event === undefined || event.kind === "agent_end" ? [] : eventText(event).split(/\s+/);
  const length = 6 + Math.floor(random() * 11);
  const start = Math.floor(random() * (words.length - length));
  const part = words.slice(start, start + length);
  return words.length < 20 || part.filter((word) => /^[A-Za-z]{3,}/.test(word)).length < 4 || part.some((word) => word.length > 24) ? undefined : part.join(" ");
}

function alter(quote: string, random: Random): string {
  const words = quote.split(" ");
  const place = 1 + Math.floor(random() * (words.length - 2));
  const number = words.findIndex((word) => /\d/.test(word));
  const way = Math.floor(random() * 3);
  if (way === 0) return words.toSpliced(place, 1).join(" ");
  if (way === 1 && number >= 0) return words.with(number, (words[number] as string).replaceAll(/\d/g, (digit) => String((Number(digit) + 3) % 10))).join(" ");
  return words.with(place, "nevertheless").join(" ");
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
}

/** Judges numbers an agent says: those that were given, and ones whose digits were changed. "Right" is to call the changed ones not found. */
export function numberQuality(runs: readonly (readonly EventRecord[])[], cases: number, seed: number): Quality {
  const random = randomOf(seed);
  const judged: { readonly isChanged: boolean; readonly isMissing: boolean }[] = [];
  const count = (isSuch: (one: (typeof judged)[number]) => boolean): number => judged.filter(isSuch).length;
  for (let i = 0; count(({ isChanged }) => isChanged) < cases && i < runs.length * 20; i++) {
    const records = runs[i % runs.length] as readonly EventRecord[];
    const result = records.filter(({ kind }) => kind === "tool_result")[Math.floor(random() * 8)];
    const number = /(?<![\w.-])\d{2,6}(?:\.\d\d)?(?![\w.-])/.exec(JSON.stringify(result?.payload ?? ""))?.[0];
    if (result === undefined || number === undefined) continue;
    const until = records.slice(0, records.indexOf(result) + 1);
    const changed = changedNumber(number);
    judged.push({ isChanged: false, isMissing: isMissing(until, number) });
    if (!JSON.stringify(until).includes(changed)) judged.push({ isChanged: true, isMissing: isMissing(until, changed) });
  }
  const right = count((one) => one.isChanged && one.isMissing);
  const are = count(({ isChanged }) => isChanged);
  return { precision: right / count((one) => one.isMissing), recall: right / are, cases: are };
}

function changedNumber(number: string): string {
  return number.replaceAll(/\d/g, (digit, at: number) => (at === 0 ? String(1 + ((Number(digit) + 4) % 9)) : String((Number(digit) + 3) % 10)));
}

/** True if an agent that names a number after these events is told that it stands nowhere. */
function isMissing(until: readonly EventRecord[], number: string): boolean {
  const said: EventRecord = { id: "said", kind: "llm_response", session: until[0]?.session ?? "s", agent: "agent", payload: { content: `The figure is ${number} as found.` } };
  const story = storyOf([...until, said]);
  return checkGrounding(story, factsOf(story)).find(({ event, kind }) => event === until.length && kind === "number")?.verdict === "not found";
}
