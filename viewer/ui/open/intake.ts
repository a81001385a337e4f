import type { OpenSource } from "../../engine/api.ts";
import { gatherDrop, gatherFiles, type Gathered } from "./gather.ts";

/** What the page does with files that come in. */
export interface IntakeTarget {
  readonly open: (sources: readonly OpenSource[]) => void;
  /** A drag with files is over the window, or has left it. */
  readonly dragging: (isOver: boolean) => void;
  readonly leftOut: (count: number) => void;
}

/** Text pasted from elsewhere is opened under this name. */
const PASTED_NAME = "pasted.txt";

/** Takes in files dropped anywhere on the page, pasted files and pasted text. Returns how to stop. */
export function listenForFiles(target: IntakeTarget): () => void {
  let depth = 0;
  const over = (change: number): void => {
    depth = Math.max(0, depth + change);
    target.dragging(depth > 0);
  };
  const take = (gathered: Gathered): void => {
    target.open(gathered.sources);
    if (gathered.leftOut > 0) target.leftOut(gathered.leftOut);
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
      void gatherDrop(transfer).then(take);
    },
    paste: (event) =>  takePaste(event as ClipboardEvent, take),
  };
  for (const [type, listener] of Object.entries(listeners)) window.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of Object.entries(listeners)) window.removeEventListener(type, listener);
  };
}

function hasFiles(event: Event): boolean {
  return (event as DragEvent).dataTransfer?.types.includes("Files") === true;
}

function takePaste(event: ClipboardEvent, take: (gathered: Gathered) => void): void {
  const target = event.composedPath()[0];
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
  const files = [...(event.clipboardData?.files ?? [])];
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (files.length > 0) take(gatherFiles(files));
  else if (text.trim() !== "") take({ sources: [{ name: PASTED_NAME, blob: new Blob([text]) }], leftOut: 0 });
  else return;
  event.preventDefault();
}

/** Shows the picker of files, or of a folder. */
export function pickFiles(isFolder: boolean, take: (gathered: Gathered) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = isFolder;
  input.hidden = true;
  input.addEventListener("change", () => {
    take(gatherFiles(input.files ?? []));
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  // Outside the document it could be collected as garbage while the picker is open.
  document.body.append(input);
  input.click();
}
