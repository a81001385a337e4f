import { createHash } from "node:crypto";
import type { Header } from "../format/event.ts";
import { writeHeader } from "../format/jsonl/write.ts";
import { FORMAT_VERSION } from "../format/version.ts";
import type { Settings } from "./options.ts";
import type { Sink } from "./ports.ts";
import { RECORDER_VERSION } from "./version.ts";

/** The lines of one file: its header, its hash chain, and the sink they go to. Runs that share a file share this. */
export class Output {
  readonly #settings: Settings;
  readonly #sink: Sink;
  #prev = "";

  constructor(settings: Settings, sink: Sink) {
    this.#settings = settings;
    this.#sink = sink;
    sink.begin(() => this.#header());
  }

  get sink(): Sink {
    return this.#sink;
  }

  /** Completes a line by its chain member and writes it. `front` ends before `prev`, `back` begins at the payload. */
  write(front: string, back: string): void {
    if (this.#settings.chain === undefined) {
      this.#sink.write(`${front}${back}\n`);
      return;
    }
    const prev = this.#prev;
    const line = prev === "" ? front + back : `${front},"prev":"${prev}"${back}`;
    if (this.#sink.write(`${line}\n`)) this.#prev = sha256(line);
  }

  #header(): string {
    const { clock, ids, chain } = this.#settings;
    const header: Header = {
      peek: FORMAT_VERSION,
      file: ids.run(),
      created_unix_us: clock.unixUs(clock.monoUs()),
      recorder: { name: "peaky-peek", version: RECORDER_VERSION },
      runtime: { name: "node", version: process.versions.node },
      ...(chain === undefined ? {} : { chain }),
    };
    const line = writeHeader(header);
    if (chain !== undefined) this.#prev = sha256(line);
    return `${line}\n`;
  }
}

function sha256(line: string): string {
  return createHash("sha256").update(line).digest("hex");
}
