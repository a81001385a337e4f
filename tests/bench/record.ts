import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { createRecorder, TraceContext } from "../../sdk/index.ts";
import type { BenchLine } from "./line.ts";

const ROUNDS = 9;
const EVENTS = 20_000;

/** Writes EVENTS events and returns microseconds per call, opening and closing of the file left out. */
interface Contender {
  readonly name: string;
  round(file: string): number;
}

/** The same arguments for every contender, built anew for each event as a program would. */
function toolArguments(index: number): object {
  return {
    query: "weather in Seattle tomorrow morning",
    city: "Seattle",
    units: "metric",
    attempt: index,
    coordinates: { lat: 47.6062, lon: -122.3321 },
    include: ["hourly", "alerts", "wind"],
    strict: true,
  };
}

function timed(body: (index: number) => void): number {
  const start = process.hrtime.bigint();
  for (let index = 0; index < EVENTS; index++) body(index);
  return Number(process.hrtime.bigint() - start) / 1000 / EVENTS;
}

function recording(name: string, redact: boolean | undefined): Contender {
  return { name, round: (file) => withCalls(file, redact, timed) };
}

/** Runs `body` with a function that records one call. */
function withCalls<T>(file: string, redact: boolean | undefined, body: (call: (index: number) => void) => T): T {
  const ctx = TraceContext.open({ agentName: "bench", recorder: createRecorder({ file, redact }) });
  const cause = ctx.recordDecision({ reasoning: "to measure", chosenAction: "call" });
  const options = { upstream: [cause] };
  const result = body((index) => ctx.recordToolCall("weather_api", toolArguments(index), options));
  ctx.close();
  return result;
}

/** As it is without options: secrets are redacted. */
const recorder = recording("peaky-peek", undefined);
const redacted = recording("peaky-peek, secrets and personal data redacted", true);
const unredacted = recording("peaky-peek, nothing redacted", false);

/** The object our line parses to, so that both write the same bytes. */
function equivalent(index: number): object {
  return {
    seq: index,
    id: "c030b05688c9b41a",
    kind: "tool_call",
    session: "e3836799dd57fa66e3125d6f21e25de1",
    trace: "da65d2e58e9d1631a3fe30fe1d5e64d8",
    time_unix_us: Date.now() * 1000,
    time_mono_us: index,
    name: "weather_api",
    agent: "bench",
    parent: "c461026c640ea151",
    upstream: ["0a4198f35b9980bb"],
    importance: 0.4,
    tool: "weather_api",
    payload: { arguments: toolArguments(index) },
  };
}

const bareWrite: Contender = {
  name: "JSON.stringify+writeSync",
  round(file) {
    const fd = openSync(file, "a");
    const us = timed((index) => writeSync(fd, `${JSON.stringify(equivalent(index))}\n`));
    closeSync(fd);
    return us;
  },
};

const pinoSync: Contender = {
  name: "pino sync",
  round(file) {
    const destination = pino.destination({ dest: file, sync: true });
    const logger = pino(destination);
    const us = timed((index) => logger.info(equivalent(index)));
    destination.end();
    return us;
  },
};

/** The 99th percentile of single calls, in microseconds. */
function p99(call: (index: number) => void): number {
  const times = new Float64Array(EVENTS);
  for (let index = 0; index < EVENTS; index++) {
    const start = process.hrtime.bigint();
    call(index);
    times[index] = Number(process.hrtime.bigint() - start) / 1000;
  }
  return times.sort()[Math.floor(EVENTS * 0.99)] ?? Number.NaN;
}

/** 99th percentiles of the recorder with all redaction on and of pino, in rounds one after the other; the median of each. */
function measureP99(folder: string): { readonly oursUs: number; readonly pinoUs: number } {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const file = join(folder, "p99.jsonl");
    ours.push(withCalls(file, true, p99));
    const destination = pino.destination({ dest: `${file}.pino`, sync: true });
    const logger = pino(destination);
    theirs.push(p99((index) => logger.info(equivalent(index))));
    destination.end();
    for (const path of [file, `${file}.pino`]) rmSync(path, { force: true });
  }
  return { oursUs: median(ours.slice(1)), pinoUs: median(theirs.slice(1)) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Rounds of all contenders in turn, the first round of each thrown away; gives microseconds per call by name. */
function measure(contenders: readonly Contender[], folder: string): { readonly us: ReadonlyMap<string, number[]>; readonly bytes: number } {
  const us = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  let bytes = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    for (const contender of contenders) {
      const file = join(folder, `round.jsonl`);
      const time = contender.round(file);
      if (round > 0) us.get(contender.name)?.push(time);
      if (contender === recorder) bytes = statSync(file).size / EVENTS;
      rmSync(file, { force: true });
    }
  }
  return { us, bytes };
}

/** Cost of recording one event of about 600 bytes, against the least code that could write it and against a fast logger. */
export async function run(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), "peek-bench-"));
  try {
    const { us, bytes } = measure([recorder, redacted, unredacted, bareWrite, pinoSync], folder);
    const { oursUs: oursP99, pinoUs: pinoP99 } = measureP99(folder);
    const of = (contender: Contender): readonly number[] => us.get(contender.name) ?? [];
    const ours = of(recorder);
    const ratioTo = (peer: Contender, times = ours): number => median(times.map((time, round) => time / (of(peer)[round] ?? Number.NaN)));
    const ratioRedacted = ratioTo(bareWrite, of(redacted));
    const redactionUs = median(of(redacted)) - median(of(unredacted));
    const line = (metric: string, value: number, unit: string, peer: Contender, peerValue: number): BenchLine => {
      return { bench: "record", metric, value, unit, peer: peer.name, peerValue, ratio: value / peerValue, runs: ROUNDS };
    };
    const [oursUs, bareUs, pinoUs] = [median(ours), median(of(bareWrite)), median(of(pinoSync))];
    return [
      line("events_per_s", 1e6 / oursUs, "events/s", bareWrite, 1e6 / bareUs),
      line("us_per_call", oursUs, "us", bareWrite, bareUs),
      { ...line("ratio_writesync", oursUs, "us", bareWrite, bareUs), value: ratioTo(bareWrite), unit: "ratio", ratio: ratioTo(bareWrite) },
      { ...line("ratio_pino", oursUs, "us", pinoSync, pinoUs), value: ratioTo(pinoSync), unit: "ratio", ratio: ratioTo(pinoSync) },
      { ...line("ratio_writesync_redacted", median(of(redacted)), "us", bareWrite, bareUs), value: ratioRedacted, unit: "ratio", ratio: ratioRedacted },
      { ...line("redaction_us_per_event", redactionUs, "us", unredacted, median(of(unredacted))), ratio: median(of(redacted)) / median(of(unredacted)) },
      line("p99_us", oursP99, "us", pinoSync, pinoP99),
      line("bytes_per_event", bytes, "bytes", bareWrite, bytes),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
