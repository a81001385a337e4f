import { foldAll } from "../../state/folding.ts";
import { NO_FILTERS } from "../../state/store.ts";
import type { CommandGroup } from "./registry.ts";

export const eventCommands: CommandGroup = (app, act) => {
  const { store, selection } = app;
  const isShown = (): boolean => store.view.get() !== null;
  const group = "Events";
  return [
    { id: "next-failure", title: "Next failure", group, keys: ["e"], isReady: isShown, run: () => void selection.nextFailure(1) },
    { id: "previous-failure", title: "Previous failure", group, keys: ["Shift+E"], isReady: isShown, run: () => void selection.nextFailure(-1) },
    { id: "next-event", title: "Next event, or next entry of a lens", group, keys: ["j", "ArrowDown"], isReady: isShown, run: act("next-row") },
    { id: "previous-event", title: "Previous event, or previous entry of a lens", group, keys: ["k", "ArrowUp"], isReady: isShown, run: act("previous-row") },
    { id: "first-event", title: "First event", group, keys: ["g g", "Home"], isReady: isShown, run: act("first-row") },
    { id: "last-event", title: "Last event", group, keys: ["Shift+G", "End"], isReady: isShown, run: act("last-row") },
    { id: "fold", title: "Fold or unfold the event", group, keys: ["x"], isReady: isShown, run: act("toggle-fold") },
    { id: "fold-all", title: "Fold everything", group, keys: ["z m"], isReady: isShown, run: () => foldAll(store, true) },
    { id: "unfold-all", title: "Unfold everything", group, keys: ["z r"], isReady: isShown, run: () => foldAll(store, false) },
    { id: "show-all", title: "Clear every filter", group, keys: ["\\"], isReady: isShown, run: () => store.filters.set(NO_FILTERS) },
    { id: "focus-events", title: "Into the events, or into the lens shown", group, keys: ["Shift+J"], isReady: isShown, run: act("focus-events") },
  ];
};
