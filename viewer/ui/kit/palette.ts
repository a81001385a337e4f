/**
 * The colours of the page as a canvas needs them: resolved. Custom properties that hold `light-dark()` come back from
 * computed style unresolved, so each is read through a real colour of a probe element.
 */
export type Palette = Readonly<Record<PaletteName, string>>;

const NAMES = [
  "bg",
  "bg-sunk",
  "bg-raised",
  "bg-selected",
  "line",
  "line-strong",
  "text",
  "text-2",
  "text-3",
  "accent",
  "k-agent",
  "k-decision",
  "k-llm",
  "k-tool",
  "k-safety",
  "k-error",
  "k-checkpoint",
] as const;

export type PaletteName = (typeof NAMES)[number];

/** Reads the palette in force at an element of the page. */
export function readPalette(host: Element): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  (host.shadowRoot ?? host).append(probe);
  const computed = getComputedStyle(probe);
  const colours: Partial<Record<PaletteName, string>> = {};
  for (const name of NAMES) {
    probe.style.setProperty("color", `var(--${name})`);
    colours[name] = computed.color;
  }
  probe.remove();
  return colours as Palette;
}
