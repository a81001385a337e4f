import type { NotesAnalyses } from "../../contracts/notes.ts";
import type { Analysis } from "../index.ts";

/** Notes that were dropped inside archives: the page keeps them, not the engine. */
export const sideFiles: Analysis<NotesAnalyses["side-files"]> = async ({ workspace }, { after }) => ({ files: workspace.sideFiles.slice(after), total: workspace.sideFiles.length });
