import { recordingFetch } from "./http/fetch.ts";

/**
 * Records calls to known model endpoints made with the global `fetch`, from now on. What the program gets is what it
 * would have got. Returns the function that undoes it.
 */
export function recordGlobalFetch(): () => void {
  const real = globalThis.fetch;
  const recording = recordingFetch(real);
  globalThis.fetch = recording;
  return () => {
    if (globalThis.fetch === recording) globalThis.fetch = real;
  };
}
