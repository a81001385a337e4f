import { resolve, type InitOptions } from "./options.ts";
import { Recorder } from "./recorder.ts";

/** The recorder of the process: what `init` sets up, used where no other is named. The one piece of state of this module tree. */
const holder: { recorder: Recorder | undefined } = { recorder: undefined };

/**
 * Sets up recording for the process. Call it once, before the first run; without it, defaults and the environment
 * decide. Runs that are already open stay with the recorder they began with. Never throws.
 */
export function init(options: InitOptions = {}): void {
  holder.recorder = createRecorder(options);
}

/** A recorder beside the process's own, to be named in `TraceContext.run({ recorder })`. */
export function createRecorder(options: InitOptions = {}): Recorder {
  return new Recorder(resolve(options ?? {}, process.env));
}

/** The recorder `init` set up, else one made of the environment. */
export function currentRecorder(): Recorder {
  return (holder.recorder ??= createRecorder());
}
