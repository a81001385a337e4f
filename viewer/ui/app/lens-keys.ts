import type { PageAction } from "../commands/messages.ts";

/** What a grid knows the steps by. */
const GRID_KEYS: { readonly [A in PageAction]?: string } = { "next-row": "ArrowDown", "previous-row": "ArrowUp", "first-row": "Home", "last-row": "End" };
const STEPS: { readonly [A in PageAction]?: number } = { "next-row": 1, "previous-row": -1, "first-row": -Infinity, "last-row": Infinity };
/** Pixels a page of text moves by where there is nothing to go to. */
const LINE = 48;

/**
 * Takes the keys that go from event to event into a lens: its grid steps, or the keyboard goes to the next thing to
 * press, or the text scrolls.
 */
export function stepInLens(root: ShadowRoot, action: PageAction): void {
  const grid = root.querySelector<HTMLElement>('[role="grid"]');
  const step = STEPS[action];
  if (action !== "focus-events" && step === undefined) return;
  if (grid !== null && step === undefined) grid.focus();
  else if (grid !== null) grid.dispatchEvent(new KeyboardEvent("keydown", { key: GRID_KEYS[action] ?? "", cancelable: true }));
  else stepThroughButtons(root, step ?? 0);
}

function stepThroughButtons(root: ShadowRoot, step: number): void {
  const body = root.querySelector<HTMLElement>(".body");
  const buttons = [...(body?.querySelectorAll<HTMLElement>("button:not(:disabled), summary, flame-graph") ?? [])].filter((button) => button.checkVisibility());
  if (buttons.length === 0) return body?.scrollBy(0, Math.sign(step) * (Math.abs(step) === 1 ? LINE : body.scrollHeight));
  const at = buttons.indexOf(root.activeElement as HTMLElement);
  const next = at < 0 ? (step === Infinity ? buttons.length - 1 : 0) : Math.max(0, Math.min(buttons.length - 1, at + step));
  buttons[next]?.focus();
}
