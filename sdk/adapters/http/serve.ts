import { asObject, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { Answer } from "../../intercept.ts";
import type { Protocol } from "./protocol.ts";

/** A recorded answer as the response it would have been, streamed where the request asked for a stream. Throws what the call threw. */
export async function serve(answer: Answer, protocol: Protocol, isStream: boolean): Promise<Response> {
  await answer.turn();
  const failed = failureResponse(answer);
  if (failed !== undefined) return failed;
  const whole = asObject(answer.payload["response"]);
  if (whole === undefined) throw new TypeError("the recorded answer has no `response` to serve");
  return isStream ? streamed(protocol, whole) : new Response(JSON.stringify(whole), { headers: { "content-type": "application/json" } });
}

/** An endpoint's refusal is served again as such; what broke the connection is thrown again. */
function failureResponse(answer: Answer): Response | undefined {
  if (!answer.failed) return undefined;
  const details = asObject(asObject(answer.payload["error"])?.["details"]);
  const status = details?.["status"];
  if (typeof status !== "number" || status < 400 || status > 599) throw answer.thrown;
  return new Response(JSON.stringify(details?.["body"] ?? null), { status, headers: { "content-type": "application/json", "x-should-retry": "false" } });
}

function streamed(protocol: Protocol, whole: JsonObject): Response {
  const lines = protocol.stream(whole).map(({ name, data }) => `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`);
  if (protocol.endOfStream !== undefined) lines.push(`data: ${protocol.endOfStream}\n\n`);
  return new Response(lines.join(""), { headers: { "content-type": "text/event-stream" } });
}
