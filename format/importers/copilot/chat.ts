import type { Json } from "../../event.ts";
import type { Step } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { asCount, asList, asNumber, asObject, asText, present, unpackJson, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";
import { nodeText, roundsOf, type Round } from "./rounds.ts";

/** A chat with its requests. */
interface Chat {
  readonly name: string;
  readonly about: JsonObject;
  readonly source: SourcePlace;
  readonly requests: readonly { readonly value: JsonObject | undefined; readonly source: SourcePlace }[];
}

const AGENT = "copilot";

/** Writes a chat as a run: each request with the rounds of answers and calls it took. */
export function writeChat({ name, about, source, requests }: Chat, context: ImportContext): void {
  const telling = new RunTelling(context, name, { agent: AGENT });
  const { sink, ending } = telling;
  const first = requests.map(({ value }) => value).find((value) => value !== undefined);
  const timeUs = unixMicros(about["creationDate"]) ?? unixMicros(first?.["timestamp"]);
  const title = titleOf(asText(about["customTitle"])) ?? titleOf(promptOf(first ?? {})) ?? stemOf(name);
  telling.start = telling.run.add("agent_start", { source, timeUs, agent: AGENT }, { name: title, framework: "github-copilot", derived: about["creationDate"] === undefined ? ["time_unix_us"] : undefined }, { title, config: present(about) as Json | undefined });
  sink.became(source);
  ending.lastTimeUs = timeUs;
  for (const { value, source: place } of requests) {
    if (value === undefined) sink.skipped(place, "not_an_object", "an entry that is no request");
    else {
      writeRequest(telling, value, place);
      sink.became(place, "requests");
    }
  }
  telling.close();
}

function promptOf(request: JsonObject): string | undefined {
  const message = request["message"];
  return asText(message) ?? asText(asObject(message)?.["text"]) ?? asText(request["prompt"]);
}

function writeRequest(telling: RunTelling, request: JsonObject, source: SourcePlace): void {
  const timeUs = unixMicros(request["timestamp"]);
  const step: Step = { source, timeUs, agent: AGENT, parent: telling.start };
  const { variables } = asObject(request["variableData"]) ?? {};
  const attached = asList(variables).length > 0 ? variables : undefined;
  telling.heard(telling.run.add("human_input", { ...step, agent: "user", id: asText(request["requestId"]) }, { name: "prompt" }, { content: promptOf(request) ?? "", attached }));
  const result = asObject(request["result"]) ?? {};
  const elapsedMs = asNumber(asObject(result["timings"])?.["totalElapsed"]);
  const endUs = timeUs === undefined || elapsedMs === undefined ? undefined : timeUs + elapsedMs * 1000;
  const rounds = answeredRounds(request);
  for (const [index, round] of rounds.entries()) {
    const isLast = index === rounds.length - 1;
    writeRound(telling, round, { step: { ...step, timeUs: isLast ? endUs : undefined }, request, isLast });
  }
  telling.ending.lastTimeUs = endUs ?? timeUs ?? telling.ending.lastTimeUs;
  telling.ending.output = shownText(request) || rounds.findLast(({ text }) => text !== "")?.text || telling.ending.output;
  writeEnding(telling, { request, step: { ...step, timeUs: endUs } });
}

/** The rounds of a request. What was used and edited is told of its answer, even where the answer itself is not. */
function answeredRounds(request: JsonObject): readonly Round[] {
  const rounds = roundsOf(request);
  const isTold = rounds.length > 0 || (tokensOf(request) === undefined && editedFiles(request).length === 0);
  return isTold ? rounds : [{ text: "", reasoning: "", calls: [] }];
}

interface RoundPlace {
  readonly step: Step;
  readonly request: JsonObject;
  readonly isLast: boolean;
}

function writeRound(telling: RunTelling, round: Round, { step, request, isLast }: RoundPlace): void {
  const { run } = telling;
  const model = asText(request["modelId"]);
  // What was used is told of the request as a whole.
  const used = isLast ? tokensOf(request) : undefined;
  const edited = isLast ? editedFiles(request) : [];
  const calls = round.calls.map(({ id, isOwnId, tool, args }) => ({ callId: id, isOwnId, tool, args: unpackJson(args) }));
  const answer = writeAnswer(run, step, { of: AGENT, text: round.text, reasoning: round.reasoning, calls, envelope: { model, ...used }, payload: { edited: edited.length > 0 ? edited : undefined } });
  for (const { id, result, isRejected } of round.calls) {
    if (result === undefined && !isRejected) continue;
    const content = result ?? "the person did not let it run";
    const failed = /^\s*(?:ERROR while calling tool:|Error:)/.test(content);
    const errorClass = isRejected ? "UserRejected" : failed ? toolErrorClass(content.replace(/^\s*ERROR while calling tool:\s*/, "")) : undefined;
    const event = telling.heard(run.result({ ...step, parent: answer }, { callId: id, content, errorClass, isGuess: failed }));
    if (isRejected) run.add("safety_check", { ...step, parent: answer }, { name: "user approval", policy: "user approval", outcome: "denied", severity: "low", related: [event] }, { rationale: content });
  }
}

function tokensOf(request: JsonObject): { readonly tokens_in: number | undefined; readonly tokens_out: number | undefined } | undefined {
  const metadata = asObject(asObject(request["result"])?.["metadata"]) ?? {};
  const [input, output] = [asCount(metadata["promptTokens"]), asCount(metadata["outputTokens"])];
  return input === undefined && output === undefined ? undefined : { tokens_in: input, tokens_out: output };
}

function editedFiles(request: JsonObject): string[] {
  const groups = asList(request["response"]).map(asObject).filter((part) => part?.["kind"] === "textEditGroup");
  return [...new Set(groups.map((part) => asText(asObject(part?.["uri"])?.["path"])).filter((path) => path !== undefined))];
}

/** What the person saw of the answer. */
function shownText(request: JsonObject): string {
  return nodeText(asList(request["response"]).filter((part) => asObject(part)?.["kind"] === undefined) as Json);
}

function writeEnding(telling: RunTelling, { request, step }: { request: JsonObject; step: Step }): void {
  const error = asObject(asObject(request["result"])?.["errorDetails"]);
  const message = asText(error?.["message"]) ?? "failed";
  if (request["isCanceled"] === true || error?.["code"] === "canceled") {
    telling.run.add("human_input", { ...step, agent: "user" }, { name: "interrupted", outcome: "cancelled" }, { content: message });
    telling.ending.set("cancelled");
  } else if (error !== undefined) {
    const errorClass = asText(error["code"]) ?? apiErrorClass(message);
    telling.run.add("error", step, { name: "request failed", outcome: "error", error_class: errorClass }, { message, extra: present(error) });
    telling.ending.set("error", errorClass);
  } else telling.ending.set("ok");
}
