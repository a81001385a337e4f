/** What a person is doing with the pointer on the timeline. */
export type Drag =
  | { readonly type: "brush"; readonly fromX: number; readonly moved: boolean }
  | { readonly type: "edge"; readonly edge: "from" | "to" }
  | { readonly type: "pan"; readonly lastX: number };

/** A drag shorter than this is a click. */
const CLICK_PX = 4;
const EDGE_PX = 5;

/** What a press begins: moving a brush edge, panning with Shift, or else a brush. */
export function beginDrag(x: number, shift: boolean, brush: readonly [number, number]): Drag {
  if (shift) return { type: "pan", lastX: x };
  const edge = edgeAt(x, brush);
  return edge === null ? { type: "brush", fromX: x, moved: false } : { type: "edge", edge };
}

/** The brush edge under the pointer. */
export function edgeAt(x: number, brush: readonly [number, number]): "from" | "to" | null {
  if (Math.abs(x - brush[0]) <= EDGE_PX) return "from";
  return Math.abs(x - brush[1]) <= EDGE_PX ? "to" : null;
}

/** True once a brush drag is more than a click. */
export function hasMoved(drag: Drag, x: number): boolean {
  return drag.type !== "brush" || drag.moved || Math.abs(x - drag.fromX) >= CLICK_PX;
}
