import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchLine } from "../line.ts";
import { figure, median } from "../support/figures.ts";
import { openFile, openViewer } from "../support/page.ts";

export const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

const ROUNDS = 5;
const KINDS = ["decision", "llm_request", "llm_response", "tool_call", "tool_result"] as const;
const WORDS = "order flight user refund payment search cancel city date price seat policy record update result question answer plan check value".split(" ");

interface Analysing {
  readonly app: { readonly client: { ask(call: "analyse", id: string, params: object): Promise<unknown> } };
}

/** Milliseconds in Chromium: everything about a run of 10,000 events, and grouping 100,000 failures. */
export async function browserFigures(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), "peek-insight-"));
  const viewer = await openViewer();
  const timed = async (id: string, params: object): Promise<number[]> => {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const ms = await viewer.page.evaluate(
        async ([name, given]) => {
          const { app } = document.querySelector("peek-app") as unknown as Analysing;
          const start = performance.now();
          await app.client.ask("analyse", name, given);
          return performance.now() - start;
        },
        [id, params] as const,
      );
      if (round > 0) times.push(ms);
    }
    return times;
  };
  try {
    const [run, failures] = [join(folder, "run.peek.jsonl"), join(folder, "failures.peek.jsonl")];
    writeFileSync(run, lines(10_000, (index) => longRunEvent(index)));
    writeFileSync(failures, lines(100_000, (index) => failingEvent(index)));
    await openFile(viewer.page, run);
    const all = await timed("insight", { run: 0 });
    await openFile(viewer.page, failures);
    const groups = await timed("clusters", { run: 1 });
    const common = { bench: "insight", unit: "ms", peer: "goal", runs: ROUNDS };
    return [figure({ ...common, metric: "analyses_10k_ms", value: median(all), peerValue: 500 }), figure({ ...common, metric: "clusters_100k_ms", value: median(groups), peerValue: 1000 })];
  } finally {
    await viewer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function lines(count: number, make: (index: number) => object): string {
  const events = Array.from({ length: count }, (_, index) => JSON.stringify({ seq: index, id: `e${index}`, session: "s", time_unix_us: 1_763_884_800_000_000 + index * 1000, ...make(index) }));
  return `{"peek":1}\n${events.join("\n")}\n`;
}

function text(index: number, words: number): string {
  return Array.from({ length: words }, (_, i) => WORDS[(index * 7 + i * 13 + ((index * i) % 5)) % WORDS.length]).join(" ");
}

/** Five kinds in turn, about 400 bytes each, two results in a hundred failing. */
function longRunEvent(index: number): object {
  const kind = KINDS[index % KINDS.length] as string;
  const tool = { tool: `tool_${index % 7}` };
  const payloads: Record<string, object> = {
    decision: { payload: { reasoning: text(index, 40), chosen_action: `step ${index}` }, confidence: 0.7 },
    llm_request: { payload: { messages: [{ role: "user", content: text(index, 40) }] } },
    llm_response: { payload: { content: `${text(index, 40)} ${index}` }, tokens_in: 900, tokens_out: 60 },
    tool_call: { ...tool, payload: { arguments: { query: text(index, 12), number: index } } },
    tool_result: { ...tool, reply_to: `e${index - 1}`, outcome: index % 50 === 4 ? "error" : "ok", payload: index % 50 === 4 ? { error: `record ${index} not found` } : { result: text(index, 40) } },
  };
  return { kind, agent: `agent-${index % 3}`, ...payloads[kind] };
}

function failingEvent(index: number): object {
  return { kind: "tool_result", agent: "a", tool: `tool_${index % 7}`, outcome: "error", error_class: "NotFound", payload: { error: `record ${index} not found in /data/${index % 97}/${index}.json after ${index % 5} tries` } };
}
