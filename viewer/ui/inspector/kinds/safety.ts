import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, value, type BodyView } from "../body.ts";
import { evidenceView } from "../evidence-view.ts";
import { verdict } from "../verdict.ts";

/** A guard's check, a refusal or a violation: which policy, what it decided and why, what it stopped and what was offered. */
export const safety: BodyView = {
  shows: ["rationale", "reason", "blocked_action", "safe_alternative", "violation_type", "details", "evidence"],
  view: (input) => {
    const { payload, detail } = input;
    return html`${facts([
      ["policy", detail.envelope.policy ?? ""],
      ["verdict", verdict(detail.envelope.outcome)],
      ["severity", detail.envelope.severity ?? ""],
      ["violation", textMember(payload, "violation_type")],
      ["stopped", textMember(payload, "blocked_action")],
      ["offered", textMember(payload, "safe_alternative")],
      ["evidence", evidenceView(input, false)],
    ])}
    ${prose("Because", textMember(payload, "rationale") || textMember(payload, "reason"))} ${value("Details", payload["details"])}`;
  },
};
