import { html, nothing, type TemplateResult } from "lit";
import type { EventDetail, EventLink, LinkType } from "../../engine/api.ts";
import { formatCount } from "../../model/text.ts";
import { labelOf } from "../../model/event-row.ts";
import { kindMark } from "../kit/kind-mark.ts";

interface LinkLook {
  readonly type: LinkType;
  readonly label: string;
  readonly side: "cause" | "effect";
}

/** Link types in reading order: what led here, then what came of it. */
const LINKS: readonly LinkLook[] = [
  { type: "parent", label: "inside", side: "cause" },
  { type: "upstream", label: "used", side: "cause" },
  { type: "evidence", label: "rests on", side: "cause" },
  { type: "reply_to", label: "answers", side: "cause" },
  { type: "related", label: "about", side: "cause" },
  { type: "reply", label: "answered by", side: "effect" },
  { type: "downstream", label: "used by", side: "effect" },
  { type: "evidence_of", label: "grounds for", side: "effect" },
  { type: "child", label: "contains", side: "effect" },
  { type: "related_by", label: "named by", side: "effect" },
];

/** The same by how much they say; bare nesting says least. */
const LINK_ORDER: readonly LinkLook[] = LINKS.toSorted((one, other) => Number(isNesting(one)) - Number(isNesting(other)));

function isNesting(look: LinkLook): boolean {
  return look.type === "parent" || look.type === "child";
}

/** Lines shown of one link type before the rest is only counted. */
const SHOWN_EACH = 12;

/** What led to this event and what came of it; each line selects its event. */
export function linksView(detail: EventDetail, select: (row: number) => void): TemplateResult | typeof nothing {
  if (detail.links.length === 0) return nothing;
  const first = firstOfEach(detail.links);
  const lines = (side: LinkLook["side"]): unknown => LINKS.filter((look) => look.side === side).map((look) => group(look, first, select));
  const outermost = detail.ancestors[0];
  return html`<section>
    <h3>Causes and effects</h3>
    ${detail.ancestors.length > 1 && outermost !== undefined
      ? html`<button class="text" @click=${() => select(outermost)}>outermost event, ${formatCount(detail.ancestors.length)} levels up</button>`
      : nothing}
    <ul class="links">
      ${lines("cause")}
      <li class="here" aria-current="true">${kindMark(detail.envelope.kind ?? "", detail.envelope.outcome)}<b>this ${labelOf(detail.envelope.kind ?? "event").toLowerCase()}</b></li>
      ${lines("effect")}
    </ul>
    ${detail.linksTotal > detail.links.length ? html`<p class="dim">${formatCount(detail.links.length)} of ${formatCount(detail.linksTotal)} links shown.</p>` : nothing}
  </section>`;
}

/** An event linked in several ways stands once on each side: what was used says more than what is contained. */
function firstOfEach(links: readonly EventLink[]): readonly EventLink[] {
  const seen = new Set<string>();
  return LINK_ORDER.flatMap((look) =>
    links.filter((link) => {
      const key = `${look.side} ${link.id}`;
      if (link.type !== look.type || seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
  );
}

function group(look: LinkLook, all: readonly EventLink[], select: (row: number) => void): unknown {
  const links = all.filter((link) => link.type === look.type);
  const left = links.length - SHOWN_EACH;
  return html`${links.slice(0, SHOWN_EACH).map((link) => linkLine(link, look.label, select))}${
    left > 0 ? html`<li class="dim rest">${look.label} ${formatCount(left)} more</li>` : nothing
  }`;
}

/** One linked event; a missing one is said, not hidden. */
export function linkLine(link: EventLink, label: string, select: (row: number) => void): TemplateResult {
  if (link.row < 0) return html`<li class="missing"><span class="how">${label}</span><span>id <code>${link.id}</code> is not in this file</span></li>`;
  return html`<li>
    <button class="link" @click=${() => select(link.row)}>
      <span class="how">${label}</span>${kindMark(link.kind)}<span class="what" dir="auto">${link.preview || labelOf(link.kind)}</span>
    </button>
  </li>`;
}
