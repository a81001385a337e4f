import { MESSAGE_FORMS, type AgentsInfo, type MessageForm } from "../engine/contracts/agents.ts";

/** One line of the lanes: a message by its place, or a policy that came into force. */
export type LaneLine = { readonly kind: "message"; readonly at: number; readonly row: number } | { readonly kind: "policy"; readonly at: number; readonly row: number };

/** Messages and policies in the order in which they were recorded. */
export function laneLines({ messages, policies }: Pick<AgentsInfo, "messages" | "policies">): readonly LaneLine[] {
  const said = Array.from(messages.rows, (row, at): LaneLine => ({ kind: "message", at, row }));
  const ruled = policies.map(({ event }, at): LaneLine => ({ kind: "policy", at, row: event.row }));
  return ruled.length === 0 ? said : [...said, ...ruled].toSorted((a, b) => a.row - b.row || (a.kind === "policy" ? -1 : 1));
}

/** The line of an event, or the last one before it; -1 if there is none. */
export function lineOfRow(lines: readonly LaneLine[], row: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.row ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return row < 0 ? -1 : low - 1;
}

/** Where a message goes. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly form: MessageForm;
  readonly implied: boolean;
}

/** The arrow of a message, by lanes; `to` equals `from` where nobody is known to be addressed. */
export function arrowOf({ from, to, form, implied }: AgentsInfo["messages"], at: number): Arrow {
  const sender = Math.max(0, from[at] ?? 0);
  const addressee = to[at] ?? -1;
  return { from: sender, to: addressee < 0 ? sender : addressee, form: MESSAGE_FORMS[form[at] ?? 0] ?? "said", implied: implied[at] === 1 };
}

/** Narrowest lane, in CSS pixels. */
const NARROWEST = 104;

/** Width of a lane: the space shared out, but never less than a name needs. */
export function laneWidth(lanes: number, space: number): number {
  return Math.max(NARROWEST, Math.floor(space / Math.max(1, lanes)));
}

/** A place on a picture of `size`, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points on a circle, the first on top, clockwise. */
export function circle(count: number, centre: Point, radius: number): readonly Point[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / Math.max(1, count)) * 2 * Math.PI - Math.PI / 2;
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  });
}

/** A curve from one point to another that leaves room for the one back, as an SVG path. It ends `gap` before its end. */
export function bend(from: Point, to: Point, gap: number): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const control = { x: (from.x + to.x) / 2 - (dy / length) * length * 0.12, y: (from.y + to.y) / 2 + (dx / length) * length * 0.12 };
  const tail = Math.hypot(to.x - control.x, to.y - control.y) || 1;
  const end = { x: to.x - ((to.x - control.x) / tail) * gap, y: to.y - ((to.y - control.y) / tail) * gap };
  return `M${round(from.x)} ${round(from.y)}Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
