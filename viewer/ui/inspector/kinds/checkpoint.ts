import { html, nothing } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, tree, type BodyView } from "../body.ts";

/** The state kept here, as a tree. */
export const checkpoint: BodyView = {
  shows: ["checkpoint", "state", "memory"],
  view: ({ payload }) => html`${facts([["checkpoint", textMember(payload, "checkpoint")]])} ${payload["state"] === undefined ? nothing : tree("State", payload["state"])}
  ${payload["memory"] === undefined ? nothing : tree("Memory", payload["memory"])}`,
};
