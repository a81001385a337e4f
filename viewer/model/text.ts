/** Numbers and times as a person reads them. Text only; nothing here knows markup. */

const COUNT = new Intl.NumberFormat("en-GB");

/** 1234567 as "1,234,567". */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** "1 event", "2,000 events". */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Bytes in the largest unit that keeps three figures readable: "312 B", "4.2 KB", "5.0 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["KB", "MB", "GB", "TB"] as const;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** How long a step took, from milliseconds: "0.4 ms", "312 ms", "1.9 s", "2 m 05 s", "1 h 02 m", "3 d 04 h". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "";
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms === 0) return "0 ms";
  if (ms < 9.95) return `${ms < 0.1 ? ms.toFixed(2) : ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/**
 * A place in a run, from milliseconds since its start, to the precision of `stepMs`: "52.6 s", "12:34.5", "1:02:34".
 * One step for a whole axis or column keeps the figures comparable.
 */
export function formatOffset(ms: number, stepMs: number): string {
  if (!Number.isFinite(ms)) return "";
  if (ms < 0) return `−${formatOffset(-ms, stepMs)}`;
  if (stepMs < 10 && ms < 10_000) return `${ms.toFixed(stepMs < 0.1 ? 2 : stepMs < 1 ? 1 : 0)} ms`;
  const decimals = stepMs >= 1000 ? 0 : stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
  if (ms < 600_000) return `${(ms / 1000).toFixed(decimals)} s`;
  const scale = 10 ** decimals;
  const total = Math.round((ms / 1000) * scale);
  const whole = Math.floor(total / scale);
  const fraction = decimals === 0 ? "" : `.${String(total % scale).padStart(decimals, "0")}`;
  const clock = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}${fraction}`;
  return whole < 3600 ? clock : `${Math.floor(whole / 3600)}:${clock}`;
}

/** Two places in a run, to the precision of `stepMs`: "0.0 s – 2.0 s". */
export function formatRange(fromMs: number, toMs: number, stepMs: number): string {
  return `${formatOffset(fromMs, stepMs)} – ${formatOffset(toMs, stepMs)}`;
}

/** The precision, in milliseconds, in which offsets of a run of this length are told apart in a list. */
export function offsetStep(runMs: number): number {
  if (runMs < 1_000) return 0.1;
  if (runMs < 2_000) return 1;
  if (runMs < 600_000) return 100;
  return 1000;
}

/** US dollars: "$0.19", "$0.0012", "$12.40". */
export function formatCost(usd: number): string {
  if (usd === 0) return "$0";
  if (Math.abs(usd) >= 0.1) return `$${usd.toFixed(2)}`;
  return `$${usd.toPrecision(2)}`.replace(/e-(\d+)$/, "e−$1");
}

/** Wall time from Unix microseconds, in UTC: "2026-03-18 14:02:07.123456"; the bare number where it is no date. */
export function formatWallTime(unixUs: number): string {
  const date = new Date(unixUs / 1000);
  if (Number.isNaN(date.getTime())) return String(unixUs);
  const micros = String(((Math.floor(unixUs) % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, "0");
  return `${date.toISOString().slice(0, 19).replace("T", " ")}.${micros}`;
}

/** A piece of text and whether it is a hit of the search. */
interface TextPiece {
  readonly text: string;
  readonly hit: boolean;
}

/** Splits `text` at the places where `needle` stands. Letter case is folded one character to one, so that no offset moves. */
export function splitHits(text: string, needle: string, caseSensitive: boolean): readonly TextPiece[] {
  if (needle === "" || text === "") return [{ text, hit: false }];
  const pattern = new RegExp(needle.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"), caseSensitive ? "gu" : "giu");
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), hit: false });
    pieces.push({ text: match[0], hit: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}

/** A name of a format as words: `error_streak` is "error streak". */
export function wordsOf(name: string): string {
  return name.replaceAll("_", " ");
}
