import { Signal } from "signal-polyfill";
import type { Mapping } from "../../format/importers/generic/mapping.ts";
import type { PaneChoices } from "../model/panes.ts";
import { effect } from "./effect.ts";

/** How the page looks, kept between visits. */
export interface Preferences extends PaneChoices {
  readonly theme: "system" | "light" | "dark";
  readonly runsWidth: number;
  readonly inspectorWidth: number;
  readonly inspectorHeight: number;
  readonly timelineHeight: number;
  readonly runSort: string;
  /** Show wall times in UTC rather than in the time zone of this computer. */
  readonly utc: boolean;
  /** What fields of files of no known format mean, by shape of their records. */
  readonly mappings: Readonly<Record<string, Mapping>>;
  /** Name put on notes; empty for none. */
  readonly author: string;
  /** Whom briefs are for, and how long they may be, in tokens. */
  readonly briefReader: string;
  readonly briefTokens: number;
}

const DEFAULTS: Preferences = { theme: "system", runsWidth: 264, inspectorWidth: 392, inspectorHeight: 280, runsShown: true, timelineShown: true, detailsShown: true, detailsSide: "auto", timelineHeight: 116, runSort: "failed", utc: true, mappings: {}, author: "", briefReader: "agent", briefTokens: 8000 };
const KEY = "peaky-peek";

/** Where preferences are kept; may throw, as localStorage does under some file:// addresses. */
export interface PreferenceStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** The preferences as a signal that writes itself back. Whatever the store holds or does, they are usable. */
export function createPreferences(store: () => PreferenceStore): Signal.State<Preferences> {
  const preferences = new Signal.State<Preferences>(read(store));
  effect(() => {
    const text = JSON.stringify(preferences.get());
    try {
      store().setItem(KEY, text);
    } catch {
      // No storage here: the choices last as long as the page.
    }
  });
  return preferences;
}

function read(store: () => PreferenceStore): Preferences {
  try {
    const kept = JSON.parse(store().getItem(KEY) ?? "{}") as Record<string, unknown>;
    const usable = Object.entries(DEFAULTS).map(([key, value]) => [key, isAlike(kept[key], value) ? kept[key] : value]);
    return Object.fromEntries(usable);
  } catch {
    return DEFAULTS;
  }
}

function isAlike(kept: unknown, value: unknown): boolean {
  return typeof kept === typeof value && kept !== null && Array.isArray(kept) === Array.isArray(value);
}
