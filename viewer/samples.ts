import type { Sample } from "./state/app.ts";

/** Runs the landing page offers, carried by the build. */
export const samples: readonly Sample[] = [];
