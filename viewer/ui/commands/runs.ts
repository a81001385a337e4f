import { arrangeRuns } from "../../model/runs.ts";
import type { CommandGroup } from "./registry.ts";

export const runCommands: CommandGroup = (app, act) => {
  const { store, selection, panes } = app;
  const hasRuns = (): boolean => store.runs.get().length > 0;
  const listed = (): ReturnType<typeof arrangeRuns> => arrangeRuns(store.runs.get(), store.preferences.get().runSort, store.runFilter.get());
  const group = "Runs";
  return [
    { id: "next-run", title: "Next run", group, keys: ["]"], isReady: hasRuns, run: () => selection.stepRun(listed(), 1) },
    { id: "previous-run", title: "Previous run", group, keys: ["["], isReady: hasRuns, run: () => selection.stepRun(listed(), -1) },
    { id: "filter-runs", title: "Filter the runs", group, keys: ["r"], isReady: hasRuns, run: () => {
        panes.show("runs");
        requestAnimationFrame(act("focus-runs"));
      } },
  ];
};
