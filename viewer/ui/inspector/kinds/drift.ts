import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, value, type BodyView } from "../body.ts";

/** A replay that went another way than its recording. */
export const drift: BodyView = {
  shows: ["description", "original", "restored", "drift_type"],
  view: ({ payload }) => html`${prose("What differs", textMember(payload, "description"))} ${facts([["type", textMember(payload, "drift_type")]])}
  ${value("Recorded", payload["original"])} ${value("Now", payload["restored"])}`,
};
