import type { CommandGroup } from "./registry.ts";

export const fileCommands: CommandGroup = (app, act) => {
  const isOpen = (): boolean => app.store.open.get().files.length > 0;
  const group = "Files";
  /** The file of the run looked at, else the first. */
  const current = (): number => app.store.runRow.get()?.file ?? app.store.open.get().files[0]?.file ?? -1;
  return [
    { id: "open", title: "Open files…", group, keys: ["Mod+O"], whileTyping: true, run: act("open-files") },
    { id: "open-folder", title: "Open a folder…", group, keys: ["Mod+Shift+O"], whileTyping: true, run: act("open-folder") },
    { id: "report", title: "How the file was read…", group, keys: [], isReady: isOpen, run: () => app.store.overlay.set({ kind: "report", file: current() }) },
    { id: "map-fields", title: "Map fields…", group, keys: [], isReady: isOpen, run: () => app.store.overlay.set({ kind: "mapping", file: current() }) },
    { id: "close-all", title: "Close all files", group, keys: [], isReady: isOpen, run: () => void app.files.closeAll() },
    ...app.samples.map((sample) => ({ id: `sample-${sample.name}`, title: `Sample: ${sample.title}`, group, keys: [], run: () => void app.openSample(sample) })),
  ];
};
