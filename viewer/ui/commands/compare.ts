import type { CommandGroup } from "./registry.ts";

export const compareCommands: CommandGroup = (app, act) => {
  const { comparing, selection, store } = app;
  const hasOther = (): boolean => comparing.other.get() !== null;
  const isShown = (): boolean => store.lens.get() === "compare" && hasOther();
  const group = "Compare";
  return [
    { id: "next-difference", title: "Next difference", group, keys: [";"], isReady: isShown, run: act("next-difference") },
    { id: "previous-difference", title: "Previous difference", group, keys: [":"], isReady: isShown, run: act("previous-difference") },
    { id: "swap-sides", title: "Swap the two runs compared", group, keys: [], isReady: hasOther, run: () => comparing.swap((run) => selection.selectRun(run)) },
    {
      id: "compare-with-this",
      title: "Compare the next run you look at with this one",
      group,
      keys: ["m"],
      isReady: hasOther,
      run: () => {
        const run = store.runRow.get();
        if (run === null) return;
        comparing.choose(run);
        store.announcement.set("Marked. Look at another run and open Compare.");
      },
    },
  ];
};
