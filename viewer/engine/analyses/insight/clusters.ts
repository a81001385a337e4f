import type { GroupEdits } from "../../../../format/notes/group-edits.ts";
import type { ClusterInfo, EventRef, InsightAnalyses } from "../../contracts/insight.ts";
import { runRows } from "../../run-rows.ts";
import { Clusters, noveltyOf, representativeOf, SIGNS, type Cluster, type Failure, type Sign } from "../clusters/clusters.ts";
import { editGroups, type EditedCluster } from "../clusters/edit-groups.ts";
import { readFailures } from "../clusters/read-failures.ts";
import type { Analysis, AnalysisContext } from "../index.ts";
import { rowRefs } from "./refs.ts";

/** Clusters handed out, and members of each. */
const MOST_CLUSTERS = 500;
const MOST_ROWS = 10_000;

const NO_EDITS: GroupEdits = { names: [], merges: [], splits: [] };

/** Failures of one run or of all that is open, grouped over everything that is open. */
export const clusters: Analysis<InsightAnalyses["clusters"]> = async (context, { run, edits = NO_EDITS }) => {
  const { failures, total } = await readFailures(context);
  const all = new Clusters();
  for (const failure of failures) all.add(failure);
  const rows = await runRows(context.workspace, context.database);
  const titles = new Map(rows.map((row) => [row.run, row.title || row.session]));
  const untimed = new Set(rows.filter(({ timesDerived }) => timesDerived).map((row) => row.run));
  const groups = editGroups(all.groups(), edits).filter(({ members }) => run === null || members.some((member) => member.run === run));
  const shown = groups.slice(0, MOST_CLUSTERS);
  const infos = await infosOf(context, shown, { run, titles, untimed });
  const here = run === null ? failures.length : failures.filter((failure) => failure.run === run).length;
  return { clusters: infos, failures: here, failuresTotal: run === null ? total : here, runs: run === null ? titles.size : 1, queue: queueOf(infos), note: noteOf(total, failures.length, groups.length) };
};

interface Wanted {
  readonly run: number | null;
  readonly titles: ReadonlyMap<number, string>;
  /** Runs whose times were made up when they were read: they say nothing about time lost. */
  readonly untimed: ReadonlySet<number>;
}

async function infosOf(context: AnalysisContext, groups: readonly EditedCluster[], wanted: Wanted): Promise<ClusterInfo[]> {
  const { run } = wanted;
  const own = groups.map((group) => (run === null ? group : { ...group, members: group.members.filter((member) => member.run === run) }));
  const representatives = own.map(representativeOf);
  const refs = await rowRefs(context.workspace, representatives);
  return groups.map((group, index) => infoOf(group, own[index] as EditedCluster, { ...wanted, representative: refs[index] as EventRef }));
}

function infoOf(group: EditedCluster, own: Cluster, { run, titles, untimed, representative }: Wanted & { readonly representative: EventRef }): ClusterInfo {
  const { members } = own;
  const [first, last] = [members[0] as Failure, members.at(-1) as Failure];
  const elsewhere = group.runs - (run === null ? 0 : 1);
  const sum = (of: (member: Failure) => number): number => members.reduce((total, member) => total + of(member), 0);
  return {
    id: group.id,
    template: group.template,
    name: group.name,
    joined: group.joined,
    isSplit: group.isSplit,
    kind: first.kind,
    tool: first.tool,
    errorClass: first.errorClass,
    inside: countsOf(members.map(({ inside }) => inside)),
    count: members.length,
    runs: new Set(members.map((member) => member.run)).size,
    files: new Set(members.map(({ file }) => file)).size,
    firstUnixUs: first.timeUs,
    lastUnixUs: last.timeUs,
    wastedMs: sum((member) => (untimed.has(member.run) ? 0 : member.wastedMs)),
    wastedTokens: sum(({ wastedTokens }) => wastedTokens),
    severity: group.severity,
    severityReasons: (Object.keys(SIGNS) as Sign[]).map((sign) => ({ says: SIGNS[sign].says, share: group.signs[sign] })).filter(({ share }) => share > 0),
    novelty: titles.size < 2 ? null : noveltyOf(elsewhere, titles.size - (run === null ? 0 : 1)),
    onlyHere: run !== null && elsewhere === 0 && titles.size > 1,
    representative,
    runTitle: titles.get(representative.run) ?? "",
    rows: Int32Array.from(members.slice(0, MOST_ROWS), ({ row }) => row),
  };
}

/** One of each: the most severe and surprising first. */
function queueOf(infos: readonly ClusterInfo[]): string[] {
  const worth = ({ severity, novelty }: ClusterInfo): number => severity * (1 + Math.max(0, novelty ?? 0) / 10);
  return infos.toSorted((a, b) => worth(b) - worth(a) || b.count - a.count).map(({ id }) => id);
}

function noteOf(total: number, read: number, groups: number): string {
  if (total === 0) return "No event failed or was stopped.";
  if (read < total) return `${total.toLocaleString("en")} events failed; the first ${read.toLocaleString("en")} were grouped.`;
  return groups > MOST_CLUSTERS ? `${groups.toLocaleString("en")} groups; the ${MOST_CLUSTERS} most severe are shown.` : "";
}

function countsOf(kinds: readonly string[]): { readonly kind: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count);
}
