import type { CompareAnalyses } from "../../contracts/compare.ts";
import { eventRows } from "../../event-rows.ts";
import type { Analysis } from "../index.ts";

const MOST_ROWS = 2000;

/** Table rows of any events, for lists that are not a view. */
export const rowsOfEvents: Analysis<CompareAnalyses["event-rows"]> = ({ workspace }, { rows }) => eventRows(workspace, rows.slice(0, MOST_ROWS), () => false);
