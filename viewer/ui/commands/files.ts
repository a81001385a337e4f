import type { CommandGroup } from "./registry.ts";

export const fileCommands: CommandGroup = (app, act) => {
  const isOpen = (): boolean => app.store.open.get().files.length > 0;
  const group = "Files";
  return [
    { id: "open", title: "Open files…", group, keys: ["Mod+O"], whileTyping: true, run: act("open-files") },
    { id: "open-folder", title: "Open a folder…", group, keys: ["Mod+Shift+O"], whileTyping: true, run: act("open-folder") },
    { id: "close-all", title: "Close all files", group, keys: [], isReady: isOpen, run: () => void app.files.closeAll() },
    ...app.samples.map((sample) => ({ id: `sample-${sample.name}`, title: `Sample: ${sample.title}`, group, keys: [], run: () => void app.openSample(sample) })),
  ];
};
