import type { CommandGroup } from "./registry.ts";

export const liveCommands: CommandGroup = (app, act) => {
  const { store, files } = app;
  const file = (): number => store.runRow.get()?.file ?? -1;
  const liveOf = (): string => store.open.get().files.find((candidate) => candidate.file === file())?.live ?? "none";
  const canReread = (): boolean => ["changed", "replaced", "following", "paused"].includes(liveOf());
  const group = "Live";
  return [
    { id: "follow-files", title: "Open files and follow them…", group, keys: [], run: act("follow-files") },
    { id: "follow-folder", title: "Follow a folder…", group, keys: [], run: act("follow-folder") },
    { id: "follow-end", title: "Stay at the end of a growing run", group, keys: ["Shift+S"], isReady: () => store.isLive.get(), run: act("follow-end") },
    {
      id: "follow-pause",
      title: "Pause or go on following",
      group,
      keys: [],
      isReady: () => ["following", "paused"].includes(liveOf()),
      run: () => void files.follow(file(), liveOf() === "paused"),
    },
    { id: "reread", title: "Read the file again", group, keys: [], isReady: canReread, run: () => void files.reread(file()) },
  ];
};
