import type { OpenSource } from "../../engine/api.ts";
import { choose } from "../kit/choose-files.ts";
import { gatherDrop, gatherFiles, type Gathered } from "./gather.ts";

/** What the page does with files that come in. */
export interface IntakeTarget {
  readonly open: (sources: readonly OpenSource[]) => void;
  readonly leftOut: (count: number) => void;
}

/** Text pasted from elsewhere is opened under this name. */
const PASTED_NAME = "pasted.txt";

/**
 * Takes in files dropped anywhere on the page, pasted files and pasted text. Says when a drag with files comes over the
 * window, and when it has left it. Returns how to stop.
 */
export function listenForFiles(target: IntakeTarget, dragging: (isOver: boolean) => void): () => void {
  let depth = 0;
  const over = (change: number): void => {
    depth = Math.max(0, depth + change);
    dragging(depth > 0);
  };
  const listeners: Readonly<Record<string, (event: Event) => void>> = {
    dragenter: (event) => hasFiles(event) && over(1),
    dragleave: (event) => hasFiles(event) && over(-1),
    dragover: (event) => hasFiles(event) && event.preventDefault(),
    drop: (event) => {
      const transfer = (event as DragEvent).dataTransfer;
      if (transfer === null || !hasFiles(event)) return;
      over(-depth);
      // Taken already by what lies under it, such as a place for policy files.
      if (event.defaultPrevented) return;
      event.preventDefault();
      void gatherDrop(transfer).then((gathered) => take(target, gathered));
    },
    paste: (event) => takePaste(event as ClipboardEvent, target),
  };
  for (const [type, listener] of Object.entries(listeners)) window.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of Object.entries(listeners)) window.removeEventListener(type, listener);
  };
}

function take(target: IntakeTarget, { sources, leftOut }: Gathered): void {
  target.open(sources);
  if (leftOut > 0) target.leftOut(leftOut);
}

function hasFiles(event: Event): boolean {
  return (event as DragEvent).dataTransfer?.types.includes("Files") === true;
}

function takePaste(event: ClipboardEvent, target: IntakeTarget): void {
  const field = event.composedPath()[0];
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return;
  const files = [...(event.clipboardData?.files ?? [])];
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (files.length > 0) take(target, gatherFiles(files));
  else if (text.trim() !== "") take(target, { sources: [{ name: PASTED_NAME, blob: new Blob([text]) }], leftOut: 0 });
  else return;
  event.preventDefault();
}

/** Shows the picker of files, or of a folder. */
export function pickFiles(isFolder: boolean, target: IntakeTarget): void {
  choose({ multiple: true, webkitdirectory: isFolder }, (files) => take(target, gatherFiles(files)));
}
