import { detectArchiveImporter, detectImporter } from "./index.ts";
import { detectionInput } from "./detect.ts";
import type { Importer, ImportFile } from "./types.ts";

/** Files that one importer reads in one call. */
export interface ImportPlan {
  readonly importer: Importer;
  readonly files: readonly ImportFile[];
  /** Name to show: the file, the archive, or the first file "and n more". */
  readonly name: string;
}

interface ImportPlans {
  readonly plans: readonly ImportPlan[];
  /** Files no importer recognises. */
  readonly unrecognised: readonly ImportFile[];
}

/** Groups files by the importer that recognises them, in the order they came. Files of our own form must be taken out before. */
export function planImports(files: readonly ImportFile[]): ImportPlans {
  const plans: ImportPlan[] = [];
  const single: ImportFile[] = [];
  for (const [archive, entries] of byArchive(files)) {
    const importer = archive === "" ? undefined : detectArchiveImporter(entries.map((file) => file.name));
    if (importer === undefined) single.push(...entries);
    else plans.push({ importer, files: entries, name: archive });
  }
  const { groups, unrecognised } = byImporter(single);
  for (const [importer, group] of groups) {
    if (importer.grouping === "each") plans.push(...group.map((file) => ({ importer, files: [file], name: file.name })));
    else plans.push({ importer, files: group, name: groupName(group) });
  }
  return { plans, unrecognised };
}

function byArchive(files: readonly ImportFile[]): Map<string, ImportFile[]> {
  const groups = new Map<string, ImportFile[]>();
  for (const file of files) push(groups, file.archive, file);
  return groups;
}

function byImporter(files: readonly ImportFile[]): { groups: Map<Importer, ImportFile[]>; unrecognised: ImportFile[] } {
  const groups = new Map<Importer, ImportFile[]>();
  const unrecognised: ImportFile[] = [];
  for (const file of files) {
    const importer = detectImporter(detectionInput(file));
    if (importer === undefined) unrecognised.push(file);
    else push(groups, importer, file);
  }
  return { groups, unrecognised };
}

function push<K>(groups: Map<K, ImportFile[]>, key: K, file: ImportFile): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [file]);
  else group.push(file);
}

function groupName(files: readonly ImportFile[]): string {
  const first = files[0]?.name ?? "";
  return files.length === 1 ? first : `${first} and ${files.length - 1} more`;
}
