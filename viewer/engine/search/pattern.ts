/**
 * Search looks at the bytes of the file as they stand, decoded one character a byte (windows-1252, which maps all 256
 * bytes one to one). So what is sought must be turned into those bytes first: JSON escapes, UTF-8, letter case.
 */
const decoder = new TextDecoder("windows-1252");
const encoder = new TextEncoder();

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };

/** A pattern over decoded bytes that finds a text in JSON, whether its characters are escaped there or not. */
export function bytePattern(text: string, caseSensitive: boolean): RegExp {
  const pieces = [...text].map((character) => characterPattern(character, caseSensitive));
  const ascii = /^[\x20-\x7e]*$/.test(text);
  return new RegExp(pieces.join(""), ascii && !caseSensitive ? "gi" : "g");
}

/** The text of bytes, one character a byte. */
export function decodeBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function characterPattern(character: string, caseSensitive: boolean): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x80) {
    const plain = code < 0x20 || character === '"' || character === "\\" ? "" : quote(character);
    return asciiPattern(character, plain, caseSensitive);
  }
  const forms = new Set([character]);
  if (!caseSensitive) for (const form of [character.toLowerCase(), character.toUpperCase()]) forms.add(form);
  return `(?:${[...forms].flatMap((form) => [quote(decoder.decode(encoder.encode(form))), unicodeEscape(form)]).join("|")})`;
}

function asciiPattern(character: string, plain: string, caseSensitive: boolean): string {
  const escape = ESCAPES[character];
  // A quote may be sought as text, or as part of the record: `"attempt":3`.
  const bare = character === '"' ? '|"' : "";
  if (escape !== undefined) return `(?:${quote(escape)}|${unicodeEscape(character)}${bare})`;
  if (plain === "") return unicodeEscape(character);
  if (character === "/") return "\\\\?/";
  if (caseSensitive || !/[a-z]/i.test(character)) return plain;
  return `[${character.toLowerCase()}${character.toUpperCase()}]`;
}

/** Pattern of `\uXXXX` for each UTF-16 unit, hex digits in either case. */
function unicodeEscape(text: string): string {
  let pattern = "";
  for (let i = 0; i < text.length; i++) {
    const hex = text.charCodeAt(i).toString(16).padStart(4, "0");
    pattern += `\\\\u${[...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join("")}`;
  }
  return pattern;
}

function quote(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
