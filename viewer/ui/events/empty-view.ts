import { html, nothing, type TemplateResult } from "lit";
import { formatCount } from "../../model/text.ts";
import { NO_FILTERS, type Filters, type Store } from "../../state/store.ts";
import { labelOf } from "../../model/event-row.ts";

/** A filter that may be the reason, and what remains without it. */
interface Reason {
  readonly says: (filters: Filters, query: string) => string;
  readonly cleared: Partial<Filters>;
}

const REASONS: readonly Reason[] = [
  { says: ({ hitsOnly }, query) => (hitsOnly >= 0 && query !== "" ? `only events that hold “${query}”` : ""), cleared: { hitsOnly: -1 } },
  { says: ({ range }) => (range === null ? "" : "only the time range on the timeline"), cleared: { range: null } },
  { says: ({ agents }) => (agents.length === 0 ? "" : `only ${agents.join(", ")}`), cleared: { agents: [] } },
  { says: ({ hiddenKinds }) => (hiddenKinds.length === 0 ? "" : `not ${hiddenKinds.map(labelOf).join(", ")}`), cleared: { hiddenKinds: [] } },
];

/** Why no event is shown, and one press to undo each reason. */
export function emptyView(store: Store): TemplateResult {
  const filters = store.filters.get();
  const hidden = store.view.get()?.hidden ?? 0;
  const given = REASONS.map((reason) => ({ text: reason.says(filters, store.query.get()), cleared: reason.cleared })).filter(({ text }) => text !== "");
  if (given.length === 0) return html`<p>This run holds no events.</p>`;
  return html`<p>No event matches; ${formatCount(hidden)} are hidden.</p>
    ${given.map(({ text, cleared }) => html`<p>${text} <button class="link" @click=${() => store.filters.set({ ...filters, ...cleared })}>clear</button></p>`)}
    ${given.length > 1 ? html`<button class="link" @click=${() => store.filters.set(NO_FILTERS)}>clear all</button>` : nothing}`;
}
