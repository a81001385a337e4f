/** Characters of a message that count. */
const LONGEST = 600;
/** Longest text between two quotation marks that is taken for a quotation. */
const LONGEST_QUOTE = 300;
/** Words that count. What comes later is often cut off by whoever recorded the message, and rarely tells failures apart. */
const MOST_TOKENS = 31;

const [TAB, SPACE, SLASH, COLON, BACKSLASH, DOT, MINUS] = [9, 32, 47, 58, 92, 46, 45];
/** Each opening mark with the marks that close it. */
const CLOSERS: Readonly<Record<string, string>> = { '"': '"', "'": "'", "`": "`'", "“": "”", "‘": "’", "«": "»" };
const QUOTES = new Set(Object.keys(CLOSERS).map((quote) => quote.charCodeAt(0)));
/** Marks that stand alone between words. */
const BREAKS = new Set([...'()[]{}<>,;=|!?*&^"\'`“”‘’«»'].map((mark) => mark.charCodeAt(0)));
/** Marks that end an address; it may hold other ones. */
const ADDRESS_END = new Set([...' \t\n\r"\'`<>)]}'].map((mark) => mark.charCodeAt(0)));
const FILE = /\.(?:py|pyc|ipynb|js|mjs|cjs|jsx|ts|tsx|json|jsonl|csv|tsv|txt|md|pdf|png|jpe?g|gif|svg|html?|css|java|kt|go|rs|c|cc|cpp|h|hpp|rb|php|sh|sql|xml|ya?ml|toml|ini|cfg|lock|log|xlsx?|docx?|pptx?|zip|gz|tar|db|sqlite|wasm|mp[34]|wav)$/i;
const NUMBER = /^[-+]?[\d.,:%/x]*\d[\d.,:%/]*(?:e[-+]?\d+)?(?:ms|s|m|h|b|kb|mb|gb|k|px|st|nd|rd|th)?$/i;
const DIGIT = /\d/;
const HEX = /^(?:0x)?[0-9a-f]{8,}$/i;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/**
 * The words of a message with what changes from case to case replaced: numbers and times `<num>`, identifiers `<id>`,
 * paths `<path>`, addresses `<url>`, quotations `<str>`. Runs of the same placeholder count as one. Linear in the
 * message, of which the first 600 characters are read.
 */
export function maskMessage(message: string): string[] {
  const text = message.length > LONGEST ? message.slice(0, LONGEST) : message;
  const tokens: string[] = [];
  for (let at = 0; at < text.length && tokens.length < MOST_TOKENS; ) {
    const code = text.charCodeAt(at);
    if (code <= SPACE || code === TAB) at++;
    else if (QUOTES.has(code)) at = quotation(text, at, tokens);
    else if (BREAKS.has(code)) at++;
    else at = word(text, at, tokens);
  }
  return tokens;
}

function push(tokens: string[], token: string): void {
  if (token.charCodeAt(0) !== 60 || tokens.at(-1) !== token) tokens.push(token);
}

/** A quotation becomes one placeholder, unless its mark closes nothing near or it is the key of a JSON member. */
function quotation(text: string, start: number, tokens: string[]): number {
  const closers = CLOSERS[text[start] as string] as string;
  const last = Math.min(text.length, start + LONGEST_QUOTE);
  for (let end = start + 1; end < last; end++) {
    if (!closers.includes(text[end] as string) || text.charCodeAt(end - 1) === BACKSLASH) continue;
    if (text[end] === "'" && isLetter(text.charCodeAt(end + 1))) continue;
    const isKey = text.charCodeAt(end + 1) === COLON && text[start] === '"';
    push(tokens, isKey ? masked(text.slice(start + 1, end)) : "<str>");
    return end + 1;
  }
  return start + 1;
}

function word(text: string, start: number, tokens: string[]): number {
  let end = start + 1;
  while (end < text.length && !isEnd(text, end)) end++;
  if (text.slice(start, end).includes("://")) while (end < text.length && !ADDRESS_END.has(text.charCodeAt(end))) end++;
  let stop = end;
  while (stop > start && isTrailing(text.charCodeAt(stop - 1))) stop--;
  if (stop > start) push(tokens, masked(text.slice(start, stop)));
  return end;
}

function isEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code <= SPACE) return true;
  if (code === 39 && isLetter(text.charCodeAt(at + 1)) && isLetter(text.charCodeAt(at - 1))) return false;
  return BREAKS.has(code);
}

function isTrailing(code: number): boolean {
  return code === DOT || code === COLON || code === MINUS;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 127;
}

function masked(word: string): string {
  if (isPlain(word)) return word;
  if (word.includes("://")) return "<url>";
  if (isPath(word)) return "<path>";
  if (NUMBER.test(word)) return "<num>";
  const at = word.indexOf("@");
  if (at > 0 && word.indexOf(".", at) > 0) return "<id>";
  if (DIGIT.test(word)) return BEYOND_ASCII.test(word) ? word.replaceAll(/[A-Za-z_-]*\d[\dA-Za-z_.-]*/g, "<num>") : "<id>";
  return HEX.test(word) || word.length > 40 ? "<id>" : word;
}

/** Most words are letters only and need no further look. */
function isPlain(word: string): boolean {
  if (word.length > 7) return false;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code < 65 || code > 122 || (code > 90 && code < 97)) return false;
  }
  return true;
}

function isPath(word: string): boolean {
  const first = word.charCodeAt(0);
  const slash = word.indexOf("/");
  if (first === SLASH || word.startsWith("~/") || word.startsWith("./") || word.startsWith("../")) return word.length > 1;
  if (word.includes("\\") && (word.charCodeAt(1) === COLON || word.startsWith("\\\\"))) return true;
  const path = word.replace(/(?::\d+)+$/, "");
  if (FILE.test(path)) return true;
  return slash > 0 && word.includes("/", slash + 1) && !/^[\d/]+$/.test(word);
}
