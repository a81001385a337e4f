/** Where a command writes, and what to write for. A test may put its own in place. */
export interface Io {
  /** Result, for people or programs. */
  out(text: string): void;
  /** Progress and remarks, for people only. */
  err(text: string): void;
  /** True if results are read by a person: a terminal, and no `--json`. */
  readonly isHuman: boolean;
  /** True if remarks go to a terminal, where a line may be written over. */
  readonly hasProgress: boolean;
  readonly hasColor: boolean;
  /** Characters of a line. */
  readonly width: number;
  /** Settles once what was written has gone out, so that large outputs do not pile up in memory. */
  ready(): Promise<void>;
}

const NARROWEST = 60;
const USUAL_WIDTH = 100;
const PIPE_WIDTH = 160;
const HIGH_WATER = 1 << 20;

/** The process's own streams. `NO_COLOR` is heeded. A reader that goes away (`| head`) ends the process quietly. */
export function processIo(json: boolean): Io {
  const { stdout, stderr } = process;
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const isTty = stdout.isTTY;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isHuman: isTty && !json,
    hasProgress: stderr.isTTY,
    hasColor: isTty && !json && !process.env["NO_COLOR"],
    width: isTty ? Math.max(NARROWEST, stdout.columns || USUAL_WIDTH) : PIPE_WIDTH,
    ready: () => (stdout.writableLength < HIGH_WATER ? Promise.resolve() : new Promise((resolve) => stdout.once("drain", resolve))),
  };
}

const COLORS = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 } as const;

/** Text in a colour, where colours are shown. */
export function paint(io: Io, color: keyof typeof COLORS, text: string): string {
  return io.hasColor ? `\u001B[${COLORS[color]}m${text}\u001B[0m` : text;
}

/** One JSON value a line, for programs. */
export function json(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value)}\n`);
}
