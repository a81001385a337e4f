import { TraceError } from "../errors.ts";
import { DECODERS, type Method } from "./decoders.ts";
import { chunksSource, type ByteSource } from "./source.ts";

/** What unpacking may cost. */
export interface ContainerLimits {
  /** Bytes all files of one container may unpack to. */
  readonly totalBytes: number;
  /** Entries of an archive that are looked at. */
  readonly entries: number;
  /** Unpacked bytes per packed byte, looked at once `ratioFromBytes` are unpacked. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** 2 GiB and 50,000 entries: what a page can hold. */
export const DEFAULT_LIMITS: ContainerLimits = { totalBytes: 2 * GIB, entries: 50_000, ratio: 400, ratioFromBytes: 64 * MIB };

/** Bytes that may still be unpacked; shared by everything in one container. */
export interface Budget {
  readonly limits: ContainerLimits;
  left: number;
}

/** An unpacked file. `damaged` says what was wrong with the rest if only a good prefix could be read. */
interface Unpacked {
  readonly source: ByteSource;
  readonly damaged: string;
}

const STEP = 65_536;

/**
 * Unpacks a source. Damaged input gives its good prefix. Throws TraceError `archive_too_large` above the budget or the
 * ratio, `compressed_damaged` if nothing at all could be read.
 */
export async function unpack(packed: ByteSource, name: string, method: Method, budget: Budget): Promise<Unpacked> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const decoder = DECODERS[method]((chunk) => {
    if (chunk.length === 0) return;
    chunks.push(chunk);
    size += chunk.length;
  });
  let damaged = "";
  for (let at = 0; at < packed.size && damaged === ""; at += STEP) {
    const piece = await packed.slice(at, at + STEP);
    damaged = pushPiece(decoder, piece, at + STEP >= packed.size);
    checkSize(size, Math.min(at + STEP, packed.size), budget, name);
  }
  budget.left -= size;
  if (size === 0 && damaged !== "") throw damagedError(name, damaged);
  return { source: chunksSource(name, chunks), damaged };
}

function pushPiece(decoder: { push(chunk: Uint8Array, final: boolean): void }, piece: Uint8Array, final: boolean): string {
  try {
    decoder.push(piece, final);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "damaged";
  }
}

function checkSize(unpacked: number, packed: number, budget: Budget, name: string): void {
  const { limits } = budget;
  if (unpacked > budget.left) throw tooLarge(name, `it unpacks to more than the ${limits.totalBytes.toLocaleString("en")} bytes allowed`);
  if (unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio) {
    throw tooLarge(name, `it unpacks to more than ${limits.ratio} times its size, as a zip bomb does`);
  }
}

function tooLarge(name: string, cause: string): TraceError {
  return new TraceError({ code: "archive_too_large", cause, place: name, next: "Unpack it yourself and open the files you want to see." });
}

function damagedError(name: string, cause: string): TraceError {
  return new TraceError({ code: "compressed_damaged", cause: `it is damaged from its start: ${cause}`, place: name, next: "Copy or download the file again." });
}
