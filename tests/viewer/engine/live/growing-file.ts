import type { EngineApi, FileState } from "../../../../viewer/engine/api.ts";
import type { FileHandle } from "../../../../viewer/engine/contracts/live.ts";
import { openAll, startEngine } from "../../../support/engine.ts";

/** A file on a disk that does as it is told: every picture of it becomes unreadable once it was written to, as in browsers. */
export class GrowingFile implements FileHandle {
  readonly name = "live.peek.jsonl";
  text: string;
  isGone = false;
  #version = 0;

  constructor(text: string) {
    this.text = text;
  }

  write(text: string): void {
    this.text = text;
    this.#version++;
  }

  append(text: string): void {
    this.write(this.text + text);
  }

  getFile(): Promise<Blob> {
    if (this.isGone) return Promise.reject(new DOMException("gone", "NotFoundError"));
    const [version, blob] = [this.#version, new Blob([this.text])];
    const slice = blob.slice.bind(blob);
    blob.slice = (start, end) => {
      const part = slice(start, end);
      part.arrayBuffer = async () => {
        if (version !== this.#version) throw new DOMException("changed", "NotReadableError");
        return new Response(part).arrayBuffer();
      };
      return part;
    };
    return Promise.resolve(blob);
  }
}

/** One line of an event. */
export const line = (seq: number, given: object = {}): string => `${JSON.stringify({ seq, id: `n${seq}`, kind: "log", session: "s", time_unix_us: 1_763_884_900_000_000 + seq, ...given })}\n`;

/** Opens a file in a fresh engine so that it is followed. */
export async function follow(file: GrowingFile): Promise<EngineApi> {
  const engine = await startEngine();
  await openAll(engine, [{ name: file.name, blob: await file.getFile(), handle: file }]);
  return engine;
}

/** The state of the first file once it is as wanted. */
export async function until(engine: EngineApi, holds: (file: FileState) => boolean): Promise<FileState> {
  for (let version = -1; ; ) {
    const state = await engine.state(version);
    version = state.version;
    const [file] = state.files;
    if (file !== undefined && holds(file)) return file;
  }
}
