/** The version this code writes. Every change to the meaning of a record raises it by one and adds a step in `upgrade/`. */
export const FORMAT_VERSION = 1;
/** Media type of the JSONL form. */
export const MEDIA_TYPE = "application/vnd.peaky-peek.trace+jsonl";
