import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, value, verbatim, type BodyView } from "../body.ts";

/** A person's note. */
export const annotation: BodyView = {
  shows: ["text", "author"],
  view: ({ payload }) => html`${prose("Note", textMember(payload, "text"))} ${facts([["by", textMember(payload, "author")]])}`,
};

/** A line of a log. */
export const log: BodyView = {
  shows: ["message", "level", "data"],
  view: ({ payload }) => html`${verbatim("Message", textMember(payload, "message"))} ${facts([["level", textMember(payload, "level")]])} ${value("Data", payload["data"])}`,
};
