/** Version of this recorder, as written into headers; the same as the package's. */
export const RECORDER_VERSION = "0.1.0";
