import type { Command } from "../../model/commands.ts";

/** What a person can press or fill in. */
const CONTROLS = 'button, a[href], summary, input, select, textarea, [role="tab"], [role="button"], [role="slider"], [role="separator"][tabindex]';
/** Rows of data are not listed: they are found by search, and there may be thousands. */
const DATA = '[role="row"], [role="option"], [role="treeitem"], [role="gridcell"], td, li, command-palette';
const FIELDS = 'input:not([type="checkbox"], [type="radio"]), select, textarea, [role="slider"], [role="separator"]';
const MOST = 400;
const LONGEST = 80;

/** A command for every control in sight, so that none is out of the palette's reach; those with a name that is there twice are told apart by what they stand in. */
export function commandsOnPage(root: Element): readonly Command[] {
  const commands: Command[] = [];
  for (const element of controlsOf(root)) {
    const name = nameOf(element);
    if (name === "" || commands.length >= MOST) continue;
    const place = placeOf(element);
    const isField = element.matches(FIELDS);
    const state = element.getAttribute("aria-pressed") ?? element.getAttribute("aria-selected") ?? element.getAttribute("aria-expanded");
    const title = `${place === "" ? "" : `${place}: `}${isField ? `go to “${name}”` : name}${state === "true" ? " (on)" : state === "false" ? " (off)" : ""}`;
    commands.push({ id: `page-${commands.length}`, title, group: "In sight", keys: [], run: () => press(element, isField) });
  }
  return commands;
}

/** Controls in sight, in the order of the page, through shadow roots. */
export function controlsOf(root: Element): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  const stack: Element[] = [root];
  for (let element = stack.pop(); element !== undefined; element = stack.pop()) {
    if (element.matches(DATA) || !isInSight(element)) continue;
    if (element instanceof HTMLElement && element.matches(CONTROLS) && !element.matches(":disabled")) found.push(element);
    stack.push(...[...element.children].toReversed(), ...(element.shadowRoot === null ? [] : [...element.shadowRoot.children].toReversed()));
  }
  return found;
}

function isInSight(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) || getComputedStyle(element).display === "contents";
}

function press(element: HTMLElement, isField: boolean): void {
  element.focus();
  if (!isField) element.click();
}

/** What a control is called: its label, else its text, else its tooltip. */
function nameOf(element: HTMLElement): string {
  const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement ? [...(element.labels ?? [])].map(({ textContent }) => textContent).join(" ") : "";
  const isField = element.matches("input, select, textarea");
  return oneLine(element.getAttribute("aria-label") ?? "") || oneLine(labels) || (isField ? "" : oneLine(element.textContent)) || oneLine(element.getAttribute("placeholder") ?? element.title);
}

/** The nearest thing around a control that has a name. */
function placeOf(element: Element): string {
  for (let at = parentOf(element); at !== null; at = parentOf(at)) {
    const label = at.matches("fieldset") ? (at.querySelector("legend")?.textContent ?? "") : (at.getAttribute("aria-label") ?? "");
    if (label !== "") return oneLine(label).replace(/[.:].*$/, "");
  }
  return "";
}

function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST);
}
