import type { GraphShape } from "../../engine/contracts/graph.ts";
import type { CommandGroup } from "./registry.ts";

export const treeCommands: CommandGroup = ({ tree, store }, act) => {
  const hasEvent = (): boolean => store.row.get() >= 0;
  const isShown = (): boolean => store.lens.get() === "tree";
  const show = (shape: GraphShape): (() => void) => () => {
    tree.show(shape);
    store.lens.set("tree");
  };
  const group = "Tree";
  return [
    { id: "tree-chain", title: "Why? What led to this event, and what came of it", group, keys: ["y"], isReady: hasEvent, run: show("chain") },
    { id: "tree-all", title: "All causes of the run", group, keys: ["Shift+Y"], isReady: hasEvent, run: show("all") },
    { id: "tree-tree", title: "What was done inside what", group, keys: ["v"], isReady: hasEvent, run: show("tree") },
    { id: "tree-fit", title: "Whole picture", group, keys: ["Shift+F"], isReady: isShown, run: act("graph-fit") },
    { id: "tree-close-all", title: "Close every node", group, keys: [], isReady: isShown, run: () => tree.toggleAll(false) },
    { id: "tree-open-all", title: "Open one level more", group, keys: [], isReady: isShown, run: () => tree.toggleAll(true) },
    { id: "tree-list", title: "Nodes as a list, or as a picture", group, keys: ["Shift+V"], isReady: isShown, run: () => tree.asList.set(!tree.asList.get()) },
  ];
};
