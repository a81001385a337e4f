import type { EngineAssets, OpenSource } from "../engine/api.ts";
import { CARRIED } from "../../format/one-page.ts";
import { countRequests, lockNetwork } from "./lock.ts";
import { packedAttribute, packedBytes } from "./packed.ts";

/** What the page starts with, whichever door it came through. */
export interface Booted {
  /** The engine's worker; speaks `EngineApi` over comlink. */
  readonly worker: Worker;
  readonly assets: EngineAssets;
  /** Traces that came with the page, or that its address names on its own server. */
  readonly opened: readonly OpenSource[];
  /** Text of each sample trace, by its name in samples/index.ts. */
  readonly samples: Readonly<Record<string, string>>;
  /** Requests made since the page was shut. */
  readonly requests: () => number;
}

/** Why the page could not start; `cause` and `next` are for the person. */
export class BootError extends Error {
  readonly next: string;
  constructor(cause: string, next: string) {
    super(cause);
    this.name = "BootError";
    this.next = next;
  }
}

const ENGINE = { element: "peek-engine", path: "assets/engine-worker.js" };
const DATABASE = { element: "peek-database", path: "assets/database-worker.js" };
const WASM = { element: "peek-wasm", path: "assets/duckdb-eh.wasm" };
const SAMPLES = { element: "peek-samples", path: "assets/samples.json" };
/** Element whose content lists further parts of the program, fetched before the page is shut and run when they are first needed. */
const PARTS_META = "peek-parts";
/** Names a file on the page's own server to open: `#open=traces/run.peek.jsonl`. */
const OPEN_PARAMETER = "open";

/**
 * Gets the engine, the database and any trace that comes with the page, then shuts the page off from the network and
 * starts the engine. The hosted viewer reads its own files, the one-file viewer its own elements; after that they are
 * the same. Throws BootError.
 */
export async function boot(): Promise<Booted> {
  if (typeof WebAssembly === "undefined") throw new BootError("This browser has no WebAssembly", "Use a browser made after 2021, or allow WebAssembly in its settings.");
  const [engine, database, wasm, opened, samples] = await Promise.all([textOf(ENGINE), textOf(DATABASE), compiledWasm(), tracesOfPage(), textOf(SAMPLES), fetchParts()]);
  lockNetwork();
  const requests = countRequests();
  const url = URL.createObjectURL(new Blob([engine], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return { worker, assets: { wasm, databaseWorker: database }, opened, samples: JSON.parse(samples) as Record<string, string>, requests };
}

/** Brings the parts of the program that are run on demand into the browser: once the page is shut, nothing more comes in. */
async function fetchParts(): Promise<void> {
  const listed = document.querySelector<HTMLMetaElement>(`meta[name="${PARTS_META}"]`)?.content.split(" ").filter(Boolean) ?? [];
  await Promise.all(
    listed.map(async (path) => {
      const link = document.createElement("link");
      link.rel = "modulepreload";
      link.href = path;
      const settled = new Promise<boolean>((resolve) => {
        link.addEventListener("load", () => resolve(true));
        link.addEventListener("error", () => resolve(false));
      });
      document.head.append(link);
      if (!(await settled)) throw new BootError(`The viewer's file ${path} could not be read`, "Reload the page; if it stays so, the viewer was not copied whole.");
    }),
  );
}

interface Part {
  readonly element: string;
  readonly path: string;
}

async function textOf({ element, path }: Part): Promise<string> {
  const packed = await packedBytes(element);
  return packed === undefined ? (await fetchOwn(path)).text() : new TextDecoder().decode(packed);
}

async function compiledWasm(): Promise<WebAssembly.Module> {
  const packed = await packedBytes(WASM.element);
  const response = packed === undefined ? await fetchOwn(WASM.path) : new Response(packed, { headers: { "Content-Type": "application/wasm" } });
  try {
    const type = response.headers.get("Content-Type");
    return await (type?.startsWith("application/wasm") === true ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    throw new BootError(`The database could not be compiled (${String(error)})`, "Use a browser made after 2021. If a proxy adds a Content-Security-Policy, it must allow 'wasm-unsafe-eval'.");
  }
}

async function tracesOfPage(): Promise<readonly OpenSource[]> {
  const carried = [...(await carriedFile(CARRIED.trace, "trace.peek.jsonl")), ...(await carriedFile(CARRIED.notes, "trace.peek-notes.json")), ...(await carriedBlobs())];
  if (carried.length > 0) return carried;
  const path = new URLSearchParams(location.hash.slice(1)).get(OPEN_PARAMETER);
  if (path === null) return [];
  const url = new URL(path, location.href);
  if (url.origin !== location.origin || location.protocol === "file:") {
    throw new BootError(`The address names a trace on another server (${url.origin})`, "Download the trace and drop it here: this page never loads from elsewhere.");
  }
  return [{ name: decodeURIComponent(url.pathname.split("/").at(-1) ?? path), blob: await (await fetchOwn(path)).blob() }];
}

async function carriedFile(element: string, name: string): Promise<readonly OpenSource[]> {
  const packed = await packedBytes(element);
  const leftOut = packedAttribute(element, "data-left-out");
  return packed === undefined ? [] : [{ name: packedAttribute(element, "data-name") ?? name, blob: new Blob([packed]), ...(leftOut !== undefined && { leftOut }) }];
}

async function carriedBlobs(): Promise<readonly OpenSource[]> {
  const blobs: OpenSource[] = [];
  for (;;) {
    const [blob] = await carriedFile(CARRIED.blob(blobs.length), "");
    if (blob === undefined) return blobs;
    blobs.push(blob);
  }
}

async function fetchOwn(path: string): Promise<Response> {
  const next = location.protocol === "file:" ? "Open peaky-peek.html instead: that one file works by double-click." : "Reload the page; if it stays so, the viewer was not copied whole.";
  let response: Response;
  try {
    response = await fetch(path);
  } catch {
    throw new BootError(`The viewer's file ${path} could not be read`, next);
  }
  if (!response.ok) throw new BootError(`The viewer's file ${path} could not be read (${response.status})`, next);
  return response;
}
