import { directive, Directive, PartType, type ElementPart, type PartInfo } from "lit/directive.js";
import { noChange } from "lit";

/** Property name (custom ones with their dashes) to value. */
type CssProps = Readonly<Record<string, string>>;

/**
 * Sets CSS properties through the object model. Lit's styleMap writes a `style` attribute the first time, which the
 * page's content security policy forbids.
 */
class CssPropsDirective extends Directive {
  readonly #last = new Map<string, string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError("cssProps stands in an element's tag, not in an attribute");
  }

  override render(_props: CssProps): unknown {
    return noChange;
  }

  override update(part: ElementPart, [props]: [CssProps]): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(props)) {
      if (this.#last.get(name) === value) continue;
      this.#last.set(name, value);
      style.setProperty(name, value);
    }
    return noChange;
  }
}

/** `html\`<div ${cssProps({ "--depth": "2" })}>\`` */
export const cssProps = directive(CssPropsDirective);
