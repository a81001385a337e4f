import { html, nothing, svg, type TemplateResult } from "lit";
import type { AgentsInfo, SpeakerInfo } from "../../engine/contracts/agents.ts";
import { bend, circle } from "../../model/agents.ts";
import { formatCount } from "../../model/text.ts";
import { eventNumber, shareBar, type InsightActions } from "../insights/parts.ts";

/** More speakers than these are told apart in the table only. */
const MOST_DRAWN = 20;
const MOST_EDGES = 200;
const SIZE = { width: 560, height: 300 };
const LONGEST_NAME = 22;

/** Who speaks to whom, how much, and who is not listened to. */
export function speakersView(info: AgentsInfo, actions: InsightActions): TemplateResult {
  const { speakers, edges } = info;
  const all = speakers.reduce((sum, { characters }) => sum + characters, 0);
  return html`${speakers.length < 2 ? nothing : speakers.length > MOST_DRAWN ? html`<p class="note">${formatCount(speakers.length)} agents are too many for a picture; the tables below have them all.</p>` : topologyView(info)}
    <h3>Speakers</h3>
    <table><thead><tr><th scope="col">who</th><th scope="col" class="num">messages</th><th scope="col">share of words</th><th scope="col" class="num">tokens out</th><th scope="col" class="num">events</th><th scope="col" class="num" title="messages to it that named new things, none of which it ever used">ignored</th><th scope="col">from</th></tr></thead>
      <tbody>${speakers.map((speaker) => speakerRow(speaker, all, actions))}</tbody></table>
    <h3>Who to whom</h3>
    ${edges.length === 0 ? html`<p class="note">Nobody speaks to anybody else.</p>` : html`<table><thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col" class="num">messages</th><th scope="col" class="num">characters</th><th scope="col" class="num">new things</th><th scope="col" class="num">never used</th></tr></thead>
      <tbody>${edges.slice(0, MOST_EDGES).map(({ from, to, messages, characters, things, unused }) => html`<tr><th scope="row">${speakers[from]?.name}</th><td>${speakers[to]?.name}</td><td class="num">${formatCount(messages)}</td><td class="num">${formatCount(characters)}</td><td class="num">${formatCount(things)}</td><td class="num">${formatCount(unused)}</td></tr>`)}</tbody></table>`}
    ${edges.length > MOST_EDGES ? html`<p class="note">The ${MOST_EDGES} busiest of ${formatCount(edges.length)}.</p>` : nothing}`;
}

function speakerRow({ name, turns, characters, tokensOut, events, told, ignored, first }: SpeakerInfo, all: number, actions: InsightActions): TemplateResult {
  return html`<tr><th scope="row">${name}</th><td class="num">${formatCount(turns)}</td><td class="share">${shareBar(all === 0 ? 0 : characters / all)}</td><td class="num">${tokensOut === null ? "–" : formatCount(tokensOut)}</td><td class="num">${formatCount(events)}</td><td class="num">${told === 0 ? "–" : html`<span class=${ignored > 0 ? "verdict missing" : ""}>${ignored} of ${told}</span>`}</td><td>${eventNumber(first, actions)}</td></tr>`;
}

/** The picture; the table says the same in words. */
function topologyView({ speakers, edges }: AgentsInfo): TemplateResult {
  const points = circle(speakers.length, { x: SIZE.width / 2, y: SIZE.height / 2 }, 104);
  const most = Math.max(1, ...edges.map(({ messages }) => messages));
  const loudest = Math.max(1, ...speakers.map(({ turns }) => turns));
  return html`<figure aria-hidden="true"><svg class="topology" viewBox="0 0 ${SIZE.width} ${SIZE.height}">
    <defs><marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8Z"></path></marker></defs>
    ${edges.map(({ from, to, messages, things, unused }) => {
      const [a, b] = [points[from], points[to]];
      return a === undefined || b === undefined ? nothing : svg`<path class="edge ${things > 1 && unused === things ? "ignored" : ""}" d=${bend(a, b, 14)} stroke-width=${1 + (3 * messages) / most}></path>`;
    })}
    ${points.map(({ x, y }, index) => {
      const { name = "", turns = 0 } = speakers[index] ?? {};
      const side = x < SIZE.width / 2 - 8 ? "end" : x > SIZE.width / 2 + 8 ? "start" : "middle";
      const shift = side === "middle" ? { x: 0, y: y < SIZE.height / 2 ? -16 : 26 } : { x: side === "end" ? -14 : 14, y: 4 };
      return svg`<circle class="node ${turns === 0 ? "hears" : ""}" cx=${x} cy=${y} r=${5 + (5 * turns) / loudest}></circle><text x=${x + shift.x} y=${y + shift.y} text-anchor=${side}>${name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name}</text>`;
    })}
  </svg><figcaption class="note">Thicker: more messages. Dashed red: nothing new that was said there was ever used.</figcaption></figure>`;
}
