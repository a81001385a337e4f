import type { CommandGroup } from "./registry.ts";

export const timelineCommands: CommandGroup = (app, act) => {
  const isReady = (): boolean => app.store.timeline.get() !== null;
  const group = "Timeline";
  return [
    { id: "zoom-in", title: "Zoom in", group, keys: ["w"], isReady, run: act("timeline-zoom-in") },
    { id: "zoom-out", title: "Zoom out", group, keys: ["s"], isReady, run: act("timeline-zoom-out") },
    { id: "pan-left", title: "Earlier", group, keys: ["a"], isReady, run: act("timeline-left") },
    { id: "pan-right", title: "Later", group, keys: ["d"], isReady, run: act("timeline-right") },
    { id: "zoom-fit", title: "Zoom to the selection", group, keys: ["f"], isReady, run: act("timeline-fit") },
    { id: "zoom-reset", title: "Whole run", group, keys: ["0"], isReady, run: act("timeline-reset") },
    {
      id: "clear-brush",
      title: "Clear the time range",
      group,
      keys: ["Escape"],
      isReady: () => app.store.filters.get().range !== null && app.store.overlay.get().kind === "none",
      run: () => app.store.filters.set({ ...app.store.filters.get(), range: null }),
    },
  ];
};
