import type { Json } from "../../../../format/event.ts";
import type { EventLine } from "../../line-reader.ts";
import { visitLeaves } from "./hash.ts";

const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu;
const MOST_TERMS = 200;
const LONGEST_MESSAGE = 300;
const MOST_TEXT = 4000;

/** What a failure is told by: its kind, tool and class, and the words of its message; numbers and ids do not count. */
export function failureTerms(kind: string, envelope: EventLine["envelope"], payload: Json): { readonly terms: readonly string[]; readonly message: string } {
  const terms = [`kind ${kind}`, ...(envelope.tool === undefined ? [] : [`tool ${envelope.tool}`]), ...(envelope.error_class === undefined ? [] : [`class ${envelope.error_class}`])];
  const texts: string[] = [];
  visitLeaves(told(payload), (_path, text) => {
    if (texts.length < MOST_TERMS) texts.push(text.slice(0, MOST_TEXT));
  });
  for (const text of texts) {
    for (const [word] of text.matchAll(WORD)) {
      if (terms.length >= MOST_TERMS) break;
      if (!/\d/.test(word)) terms.push(word.toLowerCase());
    }
  }
  return { terms, message: texts.join(" ").replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_MESSAGE) };
}

/** Members that say what went wrong, if there are any; else all. */
function told(payload: Json): Json {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return payload;
  const object = payload as { readonly [key: string]: Json | undefined };
  for (const key of ["error", "message", "rationale", "details", "result"]) if (object[key] !== undefined && object[key] !== null) return object[key];
  return payload;
}
