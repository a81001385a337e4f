import type { CommandGroup } from "./registry.ts";

export const searchCommands: CommandGroup = (app, act) => {
  const hasHits = (): boolean => (app.store.hits.get()?.rows.length ?? 0) > 0;
  const group = "Search";
  return [
    { id: "search", title: "Search everything", group, keys: ["/", "Mod+F"], whileTyping: true, run: act("focus-search") },
    { id: "next-hit", title: "Next hit", group, keys: ["n", "Mod+G"], isReady: hasHits, run: () => app.searching.step(1) },
    { id: "previous-hit", title: "Previous hit", group, keys: ["Shift+N", "Mod+Shift+G"], isReady: hasHits, run: () => app.searching.step(-1) },
    {
      id: "hits-only",
      title: "Show only hits, or everything again",
      group,
      keys: ["Mod+Enter"],
      whileTyping: true,
      isReady: () => app.store.query.get() !== "",
      run: () => app.store.filters.set({ ...app.store.filters.get(), hitsOnly: app.store.filters.get().hitsOnly < 0 ? 0 : -1 }),
    },
    { id: "search-everywhere", title: "Search only in this run, or everywhere", group, keys: [], run: () => app.store.everywhere.set(!app.store.everywhere.get()) },
    { id: "clear-search", title: "Clear the search", group, keys: [], isReady: () => app.store.query.get() !== "", run: () => app.store.query.set("") },
  ];
};
