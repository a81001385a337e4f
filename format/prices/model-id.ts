const LONGEST_ID = 300;
const REGION = /^(?:us|eu|apac|global|us-gov|jp|au|ca)\./;
const VENDOR = /^(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|google|ai21)\./;
/** What may follow the name of a priced model without making it another one: dates, revisions, stages. */
const EDITION = /^(?:[-@:](?:\d{8}|\d{6}|\d{4}|\d{3}|\d{4}-\d\d-\d\d|\d\d-\d{4}|\d\d-\d\d|latest|preview|exp|experimental|v\d{1,2}(?::\d{1,2})?|0|beta|free|thinking|instruct))*$/;

/**
 * A model's id without what providers put around it: `openai/gpt-4o`, `us.anthropic.claude-3-5-sonnet-20241022-v2:0`,
 * `models/gemini-2.5-pro`, `anthropic/claude-3.5-sonnet` -> the maker's own name for it.
 */
export function plainModelId(model: string): string {
  const last = model.slice(0, LONGEST_ID).trim().toLowerCase().split("/").at(-1) ?? "";
  const name = last.replace(/\[1m\]$/, "").replace(REGION, "").replace(VENDOR, "");
  return name.startsWith("claude-") ? name.replaceAll(".", "-") : name;
}

/** The longest key of which the model is an edition; undefined if it is of none. Fine-tuned models (`ft:…`) have prices of their own. */
export function editionOf(model: string, keys: Iterable<string>): string | undefined {
  const id = plainModelId(model);
  let best: string | undefined;
  for (const key of keys) {
    if (id.startsWith(key) && (best === undefined || key.length > best.length) && EDITION.test(id.slice(key.length))) best = key;
  }
  return best;
}
