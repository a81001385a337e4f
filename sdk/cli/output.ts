import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import type { Args, Option } from "./command.ts";
import { EXIT, CliError, usage } from "./failure.ts";

const FLUSH_UNITS = 1 << 18;

/** A file being written: nothing is written over unless asked for, and text goes out in large pieces. It has its name only once it is whole, so that what fails on the way leaves what was there. */
export class OutputFile {
  readonly path: string;
  readonly #fd: number;
  /** The name until it is whole. */
  readonly #partial: string;
  #parts: string[] = [];
  #units = 0;
  readonly #forget = (): void => rmSync(this.#partial, { force: true });

  /** Throws if the file exists and `force` is false, or cannot be made. */
  constructor(path: string, force: boolean) {
    this.path = path;
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined && !force) throw new CliError("the file exists already", path, "Name another with --out, or add --force to write over it.", EXIT.usage);
    // A pipe or a device stays what it is.
    this.#partial = there === undefined || there.isFile() ? `${path}.${process.pid}.part` : path;
    this.#fd = openSync(this.#partial, "w");
    if (this.#partial !== path) process.once("exit", this.#forget);
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#units += text.length;
    if (this.#units >= FLUSH_UNITS) this.#flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.#flush();
    putAll(this.#fd, bytes);
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
    if (this.#partial === this.path) return;
    renameSync(this.#partial, this.path);
    process.off("exit", this.#forget);
  }

  #flush(): void {
    if (this.#units === 0) return;
    putAll(this.#fd, Buffer.from(this.#parts.join("")));
    this.#parts = [];
    this.#units = 0;
  }
}

function putAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done);
}

/** The name of a file beside another: `a.peek.jsonl` with `.redacted.peek.jsonl` -> `a.redacted.peek.jsonl`. */
export function besideName(path: string, ending: string): string {
  return path.replace(/(?:\.peek)?\.(?:jsonl|arrow|json)(?:\.gz|\.zst)?$|\.zip$/, "") + ending;
}

/** The options of a command that writes a file; `otherwise` says where it is written if no name is given. */
export function outputOptions(otherwise: string): { readonly out: Option; readonly force: Option } {
  return {
    out: { type: "string", short: "o", value: "file", help: `Where to write; default ${otherwise}` },
    force: { type: "boolean", help: "Write over a file that exists" },
  };
}

/** Opens what a command writes: where --out says, else beside the first of its inputs. Throws if it is there and not to be replaced, or is one of the inputs. */
export function openOutput(args: Args, inputs: readonly string[], ending: string): OutputFile {
  const [first = "trace"] = inputs;
  const read = new Set(inputs.map(realPath));
  const beside = besideName(first, ending);
  const path = args.text("out") ?? (read.has(realPath(beside) ?? "") ? besideName(first, `.copy${ending}`) : beside);
  if (read.has(realPath(path) ?? "")) throw usage(`${path} is what is to be read`, "Name another file with --out.");
  return new OutputFile(path, args.flag("force"));
}

/** Throws if --out gives one name to what is written of several inputs. */
export function refuseOneOutput(args: Args, inputs: readonly string[]): void {
  if (inputs.length > 1 && args.text("out") !== undefined) throw usage(`--out names one file for what is written of ${inputs.length} traces`, "Leave it out: each is written beside its trace.");
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
