import type { CommandGroup } from "./registry.ts";

export const paneCommands: CommandGroup = ({ panes, store }) => {
  const group = "Panes";
  const isReady = (): boolean => store.run.get() !== null;
  return [
    { id: "pane-runs", title: "Show or hide the runs", group, keys: ["h r"], isReady, run: () => panes.toggle("runs") },
    { id: "pane-timeline", title: "Show or hide the timeline", group, keys: ["h t"], isReady, run: () => panes.toggle("timeline") },
    { id: "pane-details", title: "Show or hide the details", group, keys: ["h d"], isReady, run: () => panes.toggle("details") },
    { id: "pane-move", title: "Details below, or on the right", group, keys: ["h b"], isReady, run: () => panes.moveDetails() },
    { id: "pane-close", title: "Close the drawer", group, keys: ["Escape"], isReady: () => panes.layout.get().open !== null && store.overlay.get().kind === "none", run: () => panes.closeDrawer() },
  ];
};
