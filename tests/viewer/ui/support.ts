import { userEvent } from "vitest/browser";

/** Puts an element on an otherwise empty page, at a size; resolves when it is drawn. */
export async function show<T extends HTMLElement>(element: T, size: { readonly width: number; readonly height: number }): Promise<T> {
  element.style.setProperty("width", `${size.width}px`);
  element.style.setProperty("height", `${size.height}px`);
  document.body.replaceChildren(element);
  await settled();
  return element;
}

/** Two frames later: sizes are observed, updates done, canvases drawn. */
export async function settled(): Promise<void> {
  for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Presses keys on an element of a shadow root. */
export async function press(target: HTMLElement, keys: string): Promise<void> {
  target.focus();
  await userEvent.keyboard(keys);
  await settled();
}

/** The first match inside an element's shadow root; throws if there is none. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- as querySelector has it: the caller knows what it looks for
export function inside<T extends Element = HTMLElement>(host: Element, selector: string): T {
  const found = host.shadowRoot?.querySelector<T>(selector);
  if (found == null) throw new Error(`${host.localName} has no ${selector}`);
  return found;
}

/** All text a person sees of an element, through its shadow roots. */
export function visibleText(root: Node): string {
  const texts: string[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node instanceof Text) texts.push(node.data);
    if (node instanceof HTMLStyleElement) continue;
    const children = node instanceof Element && node.shadowRoot !== null ? [...node.shadowRoot.childNodes, ...node.childNodes] : [...node.childNodes];
    stack.push(...children.toReversed());
  }
  return texts.join(" ").replaceAll(/\s+/g, " ");
}

/** Every element inside, through shadow roots, that matches. */
export function deepAll(root: Element | DocumentFragment, selector: string): readonly Element[] {
  const found: Element[] = [];
  const stack: (Element | DocumentFragment)[] = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const element of at.querySelectorAll("*")) {
      if (element.matches(selector)) found.push(element);
      if (element.shadowRoot !== null) stack.push(element.shadowRoot);
    }
    if (at instanceof Element && at.shadowRoot !== null) stack.push(at.shadowRoot);
  }
  return found;
}
