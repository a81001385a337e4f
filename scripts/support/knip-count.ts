/** Reporter for knip: says how many files it looked at. */
export default function tellCount({ counters }: { readonly counters: { readonly processed: number } }): void {
  console.log(`unused: ${counters.processed} files looked at`);
}
