/** Dollars as a person reads them: of what costs less than one, what it costs is in the later digits. */
export function costText(usd: number): string {
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}
