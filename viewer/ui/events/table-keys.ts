/** Where a key takes the cursor of the event table; `null` if the key is not one of the table's. */
export type CursorMove =
  | { readonly to: "by"; readonly rows: number }
  | { readonly to: "pages"; readonly pages: number }
  | { readonly to: "first" | "last" | "fold" | "unfold" | "siblings" };

const MOVES: Readonly<Record<string, CursorMove>> = {
  ArrowDown: { to: "by", rows: 1 },
  ArrowUp: { to: "by", rows: -1 },
  PageDown: { to: "pages", pages: 1 },
  PageUp: { to: "pages", pages: -1 },
  Home: { to: "first" },
  End: { to: "last" },
  ArrowLeft: { to: "fold" },
  ArrowRight: { to: "unfold" },
  "*": { to: "siblings" },
};

/** The move a key press asks for. Keys held with Ctrl, Alt or Meta belong to the page. */
export function moveOf(event: KeyboardEvent): CursorMove | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return Object.hasOwn(MOVES, event.key) ? (MOVES[event.key] ?? null) : null;
}
