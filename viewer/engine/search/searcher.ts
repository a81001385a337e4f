import type { SearchHits, SearchSpec } from "../api.ts";
import type { TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";
import { createFinder } from "./finder.ts";
import { searchText } from "./search.ts";
import { TextCache } from "./text-cache.ts";

/** Answers searches; the last answer is kept until more has been read, so that hits, filter and ruler share one scan. */
export class Searcher {
  readonly #workspace: Workspace;
  readonly #cache = new TextCache();
  readonly #finder = createFinder();
  #last: { readonly key: string; readonly hits: Promise<SearchHits> } | undefined;
  #current = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Hits of a search. A newer search for something else ends this one early, with `cut` set. */
  search(spec: SearchSpec): Promise<SearchHits> {
    const key = JSON.stringify([spec, this.#workspace.files.map((file) => [file.file, file.rows])]);
    if (this.#last?.key === key) return this.#last.hits;
    const mine = ++this.#current;
    const hits = searchText({ workspace: this.#workspace, cache: this.#cache, finder: this.#finder }, spec, () => this.#current !== mine);
    this.#last = { key, hits };
    return hits;
  }

  /** Frees what is kept of a file. */
  forget(file: TraceFile): void {
    this.#cache.drop(file);
    this.#last = undefined;
  }
}
