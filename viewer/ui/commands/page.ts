import type { CommandGroup } from "./registry.ts";

const THEMES = ["system", "light", "dark"] as const;

export const pageCommands: CommandGroup = (app) => {
  const { store } = app;
  const preferences = store.preferences;
  const group = "Page";
  return [
    { id: "palette", title: "Commands", group, keys: ["Mod+K", "Mod+Shift+P"], whileTyping: true, run: () => store.overlay.set({ kind: "palette" }) },
    { id: "keys", title: "Keys", group, keys: ["?"], run: () => store.overlay.set({ kind: "keys" }) },
    {
      id: "theme",
      title: "Theme: system, light, dark",
      group,
      keys: ["t"],
      run: () => {
        const next = THEMES[(THEMES.indexOf(preferences.get().theme) + 1) % THEMES.length] ?? "system";
        preferences.set({ ...preferences.get(), theme: next });
        store.announcement.set(`Theme: ${next}`);
      },
    },
    { id: "utc", title: "Times in UTC, or of this computer", group, keys: [], run: () => preferences.set({ ...preferences.get(), utc: !preferences.get().utc }) },
    { id: "proof", title: "What leaves this computer?", group, keys: [], run: () => store.overlay.set({ kind: "proof" }) },
  ];
};
