import { PACES } from "../../model/replay.ts";
import type { CommandGroup } from "./registry.ts";

export const replayCommands: CommandGroup = ({ replay, store }, act) => {
  const isReady = (): boolean => store.lens.get() === "replay" && replay.known !== null;
  const group = "Replay";
  const change = (step: 1 | -1): void => {
    const playing = replay.playing.get();
    const pace = PACES[Math.min(PACES.length - 1, Math.max(0, PACES.indexOf(playing.pace) + step))];
    if (pace === undefined) return;
    replay.playing.set({ ...playing, pace });
    store.announcement.set(`Pace: ${pace.title}`);
  };
  return [
    { id: "replay-play", title: "Play or pause", group, keys: ["p"], isReady, run: () => replay.toggle() },
    { id: "replay-into", title: "Step into", group, keys: ["i"], isReady, run: () => replay.move("into") },
    { id: "replay-over", title: "Step over", group, keys: ["o"], isReady, run: () => replay.move("over") },
    { id: "replay-out", title: "Step out", group, keys: ["u"], isReady, run: () => replay.move("out") },
    { id: "replay-next-stop", title: "Run to the next place to stop at", group, keys: ["l"], isReady, run: () => replay.runTo(1) },
    { id: "replay-previous-stop", title: "Back to the previous place to stop at", group, keys: ["Shift+L"], isReady, run: () => replay.runTo(-1) },
    { id: "replay-condition", title: "Add a condition to stop at", group, keys: ["Shift+I"], isReady, run: act("focus-condition") },
    { id: "replay-pin", title: "Compare states with this step, or no longer", group, keys: ["Shift+P"], isReady, run: () => replay.pin() },
    { id: "replay-faster", title: "Faster", group, keys: [">"], isReady, run: () => change(1) },
    { id: "replay-slower", title: "Slower", group, keys: ["<"], isReady, run: () => change(-1) },
    { id: "replay-gaps", title: "Cut long pauses, or not", group, keys: [], isReady, run: () => replay.playing.set({ ...replay.playing.get(), skipGaps: !replay.playing.get().skipGaps }) },
    { id: "replay-dull", title: "Skip stretches that say little, or not", group, keys: [], isReady, run: () => replay.playing.set({ ...replay.playing.get(), skipStretches: !replay.playing.get().skipStretches }) },
  ];
};
