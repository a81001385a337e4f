import { lensKeys, LENSES } from "../app/lenses.ts";
import type { CommandGroup } from "./registry.ts";

/** A command for each lens, made from their table. */
export const lensCommands: CommandGroup = (app) =>
  LENSES.map((lens, at) => ({
    id: `lens-${lens.id}`,
    title: `${lens.title}: ${lens.asks}`,
    group: "Lenses",
    keys: lensKeys(at),
    isReady: () => app.store.run.get() !== null,
    run: () => app.store.lens.set(lens.id),
  }));
