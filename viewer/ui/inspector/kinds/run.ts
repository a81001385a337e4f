import { html, nothing } from "lit";
import { isObject, listMember, textMember, toJsonText } from "../../../model/json.ts";
import { facts, value, type BodyView } from "../body.ts";

const MOST_UNITS = 200;

/** How a run began. */
export const runStart: BodyView = {
  shows: ["title", "input", "config", "tags", "resumed_from"],
  view: ({ payload, detail }) => {
    const resumed = payload["resumed_from"];
    return html`${facts([
      ["title", textMember(payload, "title") || (detail.envelope.name ?? "")],
      ["framework", detail.envelope.framework ?? ""],
      ["task", detail.envelope.task ?? ""],
      ["attempt", detail.envelope.attempt ?? ""],
      ["tags", listMember(payload, "tags").map((tag) => (typeof tag === "string" ? tag : toJsonText(tag, MOST_UNITS))).join(", ")],
      ["resumed from", isObject(resumed) ? html`run <code>${textMember(resumed, "session")}</code>${textMember(resumed, "checkpoint") === "" ? nothing : html`, checkpoint <code>${textMember(resumed, "checkpoint")}</code>`}` : nothing],
    ])}
    ${value("Input", payload["input"])} ${value("Configuration", payload["config"])}`;
  },
};

/** How a run ended. */
export const runEnd: BodyView = {
  shows: ["output", "totals", "expected", "scores"],
  view: ({ payload, detail }) => html`${facts([
    ["outcome", detail.envelope.outcome ?? ""],
    ["score", detail.envelope.score ?? ""],
  ])}
  ${value("Output", payload["output"])} ${value("Expected", payload["expected"])} ${value("Scores", payload["scores"])} ${value("Totals", payload["totals"])}`,
};
