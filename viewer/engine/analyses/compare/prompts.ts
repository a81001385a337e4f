import type { Json } from "../../../../format/event.ts";
import type { CompareAnalyses, PromptVersion } from "../../contracts/compare.ts";
import { runRows } from "../../run-rows.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvent } from "../run-events.ts";
import { hasPassed } from "./board.ts";
import { hashText } from "./hash.ts";
import { jsonText } from "./json-text.ts";

const MOST_RUNS = 2000;
const MOST_EVENTS = 2000;
const MOST_VERSIONS = 200;
const LONGEST = 20_000;

interface Tally {
  readonly name: string;
  readonly agent: string;
  readonly text: string;
  readonly row: number;
  readonly runs: number[];
  failed: number;
  passed: number;
  tokensIn: number;
  tokensOut: number;
  costUsd: number;
}

/** Every version of every system prompt over runs (all, if none are named), and how runs with it went. */
export const prompts: Analysis<CompareAnalyses["prompts"]> = async ({ workspace, database, question }, params) => {
  const wanted = new Set(params.runs);
  const rows = (await runRows(workspace, database)).filter(({ run }) => wanted.size === 0 || wanted.has(run)).slice(0, MOST_RUNS);
  const versions = new Map<string, Tally>();
  for (const row of rows) {
    const passed = hasPassed(row);
    for (const { key, ...version } of versionsOf((await readRun(workspace, row.run, { most: MOST_EVENTS, question })).events)) {
      const tally = versions.get(key) ?? { ...version, runs: [], failed: 0, passed: 0, tokensIn: 0, tokensOut: 0, costUsd: 0 };
      versions.set(key, tally);
      tally.runs.push(row.run);
      if (passed === true) tally.passed++;
      if (passed === false) tally.failed++;
      tally.tokensIn += row.tokensIn;
      tally.tokensOut += row.tokensOut;
      tally.costUsd += row.costUsd;
    }
  }
  const found = [...versions.values()].slice(0, MOST_VERSIONS).map((tally): PromptVersion => {
    const { runs } = tally;
    return { ...tally, tokensIn: tally.tokensIn / runs.length, tokensOut: tally.tokensOut / runs.length, costUsd: tally.costUsd / runs.length };
  });
  return { versions: found, missing: found.length > 0 ? "" : "No system prompt and no prompt policy was recorded in these runs." };
};

interface Version {
  readonly key: string;
  readonly name: string;
  readonly agent: string;
  readonly text: string;
  readonly row: number;
}

/** The distinct prompts of one run. */
function versionsOf(events: readonly RunEvent[]): Version[] {
  const found = new Map<string, Version>();
  for (const event of events) {
    const text = promptOf(event);
    if (text === undefined) continue;
    const { agent = "", policy, name } = event.envelope;
    const key = `${agent} ${hashText(text)} ${text.length}`;
    if (!found.has(key)) found.set(key, { key, name: event.kind === "prompt_policy" ? (policy ?? name ?? "prompt") : "system prompt", agent, text: text.slice(0, LONGEST), row: event.row });
  }
  return [...found.values()];
}

function promptOf(event: RunEvent): string | undefined {
  const object = event.kind === "prompt_policy" || event.kind === "llm_request" ? objectOf(event.payload()) : undefined;
  if (object === undefined) return undefined;
  if (event.kind === "prompt_policy") return textOf(object["content"] ?? ({ policy: event.envelope.policy ?? "", parameters: object["parameters"] ?? null } as Json));
  return object["system"] === undefined ? firstSystemMessage(object["messages"]) : textOf(object["system"]);
}

function firstSystemMessage(messages: Json | undefined): string | undefined {
  const first = Array.isArray(messages) ? objectOf(messages[0] as Json | undefined) : undefined;
  return first?.["role"] === "system" || first?.["role"] === "developer" ? textOf(first["content"]) : undefined;
}

function objectOf(value: Json | undefined): { readonly [key: string]: Json | undefined } | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json | undefined }) : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : value === undefined || value === null ? undefined : jsonText(value);
}
