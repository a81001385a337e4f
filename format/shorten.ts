/** First `limit` characters, never cutting a surrogate pair apart. */
export function headOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** The whole of a text, or its first `limit` characters and "…". */
export function shortened(text: string, limit: number): string {
  return text.length > limit ? `${headOf(text, limit)}…` : text;
}
