import { asObject, asText } from "../../../../format/importers/kit/read.ts";
import type { AgentAnalyses, DebateTurn } from "../../contracts/agents.ts";
import { kindOf } from "../../event-rows.ts";
import { parsePayload, readLines, type EventLine } from "../../line-reader.ts";
import { preview } from "../../preview.ts";
import { placeInRun } from "../insight/refs.ts";
import type { Analysis } from "../index.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";

const PAYLOAD_LIMIT = 512 * 1024;
const MOST_TURNS = 200;
const LONGEST_TURN = 6000;
const REF_TEXT = 160;

/** The words of some messages of a run. */
export const debate: Analysis<AgentAnalyses["debate"]> = async ({ workspace }, { run, rows }) => {
  const file = workspace.fileOfRun(run);
  if (file === undefined) return [];
  const asked = rows.slice(0, MOST_TURNS).map((row) => row - file.rowBase);
  const lines = await readLines(file, asked, PAYLOAD_LIMIT);
  return asked.map((local, at): DebateTurn => {
    const line = lines[at] as EventLine;
    const payload = parsePayload(line);
    const { envelope } = line;
    const kind = kindOf(file, local);
    const event: StoryEvent = { index: at, kind, envelope, flag: 0, parent: -1, startUs: 0, endUs: 0, payload: () => payload };
    const content = line.payloadCut ? line.payload : contentOf(event);
    return {
      event: { row: local + file.rowBase, id: envelope.id ?? "", run, kind, agent: envelope.agent ?? "", outcome: envelope.outcome ?? "", number: placeInRun(file, local + file.rowBase), text: preview(kind, envelope, payload).slice(0, REF_TEXT) },
      goal: asText(asObject(payload)?.["goal"]) ?? "",
      content: content.slice(0, LONGEST_TURN),
      isCut: content.length > LONGEST_TURN || line.payloadCut,
    };
  });
};

/** What is said, without the goal, which is shown by itself. */
function contentOf(event: StoryEvent): string {
  const payload = event.payload();
  const said = asObject(payload)?.["content"];
  return typeof said === "string" ? said : eventText(event);
}
