import { Gunzip, Inflate } from "fflate";
import { Decompress } from "fzstd";

/** Decodes a stream of bytes; what it decoded so far has been handed to the listener even if `push` throws. */
interface Decoder {
  push(chunk: Uint8Array, final: boolean): void;
}

type OpenDecoder = (onData: (chunk: Uint8Array) => void) => Decoder;

/** How bytes are packed: the two file packings, and the methods inside a zip. */
export type Method = "gzip" | "zstd" | "deflate" | "stored";

/** One decoder a method. Each throws on damaged input. */
export const DECODERS: Readonly<Record<Method, OpenDecoder>> = {
  gzip: (onData) => new Gunzip((chunk) => onData(chunk)),
  zstd: (onData) => new Decompress((chunk) => onData(chunk)),
  deflate: (onData) => new Inflate((chunk) => onData(chunk)),
  stored: (onData) => ({ push: (chunk) => onData(chunk) }),
};
