import type { ChainInfo, SafetyInfo, WhatIfInfo } from "../engine/contracts/safety.ts";
import { chainText, gapsText } from "./safety.ts";
import { countOf, formatCount } from "./text.ts";

/** What a report is made of. */
export interface ReportParts {
  readonly title: string;
  readonly file: string;
  readonly info: SafetyInfo;
  readonly chain: ChainInfo | null;
  readonly whatIf: WhatIfInfo | null;
}

/** One part of a report: a heading with sentences, or with a table. */
export interface ReportPart {
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows of one table at most; the sentence above says how many there are. */
const MOST_ROWS = 2000;

/** The report as parts that any form can be made of. */
export function reportOf({ title, file, info, chain, whatIf }: ReportParts): readonly ReportPart[] {
  const { entries, entriesTotal, incidents, evasions, gaps, read, events } = info;
  const cut = entriesTotal > MOST_ROWS ? [`The first ${formatCount(MOST_ROWS)} of ${formatCount(entriesTotal)} entries.`] : [];
  const broken = chain?.broken ?? null;
  const parts: ReportPart[] = [
    { heading: `Safety report: ${title}`, sentences: [`File: ${file}. ${countOf(events, "event")}${read < events ? `, of which the first ${formatCount(read)} were read` : ""}.`, gapsText(info), chain === null ? "The hash chain was not checked." : `Hash chain: ${chainText(chain)}.`, ...(broken === null ? [] : [`Line ${broken.line}: ${broken.says}.`])], head: [], rows: [] },
    { heading: "Incidents", sentences: incidents.length === 0 ? ["No guard, person or model stopped, warned or refused anything."] : [], head: incidents.length === 0 ? [] : ["incident", "policy", "step", "event", "what"], rows: incidents.flatMap(({ policy, steps }, at) => steps.map(({ role, event }) => [String(at + 1), policy, role, `#${event.number}`, event.text])) },
    { heading: "Tried again after a stop", sentences: evasions.length === 0 ? ["Nothing that was stopped was tried again."] : [], head: evasions.length === 0 ? [] : ["stopped", "wanted", "tried again", "as", "alike", "outcome"], rows: evasions.map(({ blocked, wanted, retry, triedAs, likeness, gotThrough }) => [`#${blocked.number}`, wanted, `#${retry.number}`, triedAs, `${Math.round(likeness * 100)} %`, gotThrough ? "got through" : "stopped again"]) },
    { heading: "Calls without a verdict", sentences: [gapsText(info)], head: gaps.tools.length === 0 ? [] : ["tool", "does", "without a verdict", "calls", "first"], rows: gaps.tools.map(({ tool, effect, none, calls, first }) => [tool, effect, String(none), String(calls), `#${first.number}`]) },
    { heading: "Trail", sentences: entries.length === 0 ? ["Nothing to show."] : cut, head: entries.length === 0 ? [] : ["event", "what", "agent", "act", "policy", "verdict", "because"], rows: entries.slice(0, MOST_ROWS).map(({ number, kind, agent, act, policy, verdict, because }) => [`#${number}`, kind, agent, act, policy, verdict, because]) },
  ];
  return whatIf === null || whatIf.problems.length > 0 ? parts : [...parts, whatIfPart(whatIf)];
}

function whatIfPart({ name, counts, rules, calls, changes }: WhatIfInfo): ReportPart {
  const changed = calls.filter(({ isChange }) => isChange).slice(0, MOST_ROWS);
  return {
    heading: `What if: ${name || "the policy"}`,
    sentences: [`Would have allowed ${formatCount(counts.allow)}, asked a person for ${formatCount(counts.ask)} and denied ${countOf(counts.deny, "call")}. ${countOf(changes, "verdict")} would have been another.`],
    head: changed.length === 0 ? [] : ["event", "call", "was", "would be", "rule"],
    rows: changed.map(({ number, act, was, decision, rule }) => [`#${number}`, act, was, decision, rules[rule]?.title ?? "default"]),
  };
}

/** The report as Markdown. Nothing in it is markup but ours. */
export function reportMarkdown(parts: readonly ReportPart[]): string {
  return parts.map(({ heading, sentences, head, rows }, at) => [`${at === 0 ? "#" : "##"} ${plain(heading)}`, ...sentences.map(plain), ...(head.length === 0 ? [] : [[row(head), row(head.map(() => "---")), ...rows.map((cells) => row(cells.map(plain)))].join("\n")])].join("\n\n")).join("\n\n") + "\n";
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text that Markdown takes for nothing else, on one line. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]<>|~]/g, (sign) => `\\${sign}`);
}

const STYLE = "body{font:13px/1.5 system-ui,sans-serif;max-width:1100px;margin:24px auto;padding:0 16px;color:#1b1f27}table{border-collapse:collapse;width:100%}th,td{border:1px solid #c5cad4;padding:3px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f5f6f8}h1{font-size:20px}h2{font-size:15px;margin-top:24px}";

/** The report as a page of its own: no script, nothing fetched. */
export function reportHtml(parts: readonly ReportPart[]): string {
  const body = parts.map(({ heading, sentences, head, rows }, at) => {
    const level = at === 0 ? "h1" : "h2";
    const table = head.length === 0 ? "" : `<table><thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("")}</tr></thead><tbody>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("")}</tbody></table>`;
    return `<${level}>${escaped(heading)}</${level}>${sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join("")}${table}`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(parts[0]?.heading ?? "Safety report")}</title><style>${STYLE}</style></head><body>${body.join("")}</body></html>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
