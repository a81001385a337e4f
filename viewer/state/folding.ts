import { NOTHING_FOLDED, type Store } from "./store.ts";

/** Folds or unfolds rows of the events table. */
export function foldRows(store: Store, rows: readonly number[], collapse: boolean): void {
  const { all, collapsed, expanded } = store.folding.get();
  const [from, to] = all ? [new Set(expanded), !collapse] : [new Set(collapsed), collapse];
  for (const row of rows) {
    if (to) from.add(row);
    else from.delete(row);
  }
  store.folding.set(all ? { all, collapsed, expanded: from } : { all, collapsed: from, expanded });
}

/** Folds everything, or nothing. */
export function foldAll(store: Store, fold: boolean): void {
  store.folding.set(fold ? { all: true, collapsed: new Set(), expanded: new Set() } : NOTHING_FOLDED);
}
