import { itemsOf, readJson } from "../kit/documents.ts";
import { asObject, asText } from "../kit/read.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { TaskWriter, type Said } from "./task.ts";

/** Tasks of Cline and what came of it (Roo Code, Kilo Code): `ui_messages.json`. The messages its model saw are chat messages. */
export const cline: Importer = { id: "cline", title: "Cline task", grouping: "each", detect, read };

function detect({ paths, jsonLines, document }: DetectionInput): number {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  if (!has("*.ts", "*.type") || !(has("*.say") || has("*.ask"))) return 0;
  const items = (Array.isArray(document) ? (document as unknown[]) : jsonLines).map(asObject).filter((item) => item !== undefined);
  return items.every((item) => item["type"] === "say" || item["type"] === "ask") ? 0.95 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const context = { sink, taken: new Set<string>() };
  for (const file of files) {
    const said: Said[] = [];
    for await (const record of readJson(file, sink)) {
      for (const { value, source } of itemsOf(record)) {
        const object = asObject(value);
        const type = asText(object?.["say"]) ?? asText(object?.["ask"]);
        if (object === undefined || type === undefined) sink.skipped(source, "not_a_message", "an entry that is no message of a task");
        else said.push({ value: object, type, source });
      }
    }
    if (said.length > 0) new TaskWriter(said, file.name, context).write();
  }
}
