/** Finds the documents nearest to another by the cosine of their term weights, tf·idf with tf = 1 + ln(count) and idf = ln(1 + N/df) (Salton and Buckley, 1988). */
export class TermIndex {
  readonly #postings = new Map<string, { readonly documents: number[]; readonly weights: number[] }>();
  readonly #lengths: Float64Array;
  readonly #size: number;

  constructor(documents: readonly (readonly string[])[]) {
    this.#size = documents.length;
    this.#lengths = new Float64Array(documents.length);
    for (const [document, terms] of documents.entries()) {
      for (const [term, count] of countTerms(terms)) {
        const posting = this.#postings.get(term) ?? { documents: [], weights: [] };
        this.#postings.set(term, posting);
        posting.documents.push(document);
        posting.weights.push(1 + Math.log(count));
      }
    }
    for (const { documents: places, weights } of this.#postings.values()) {
      const idf = this.#idf(places.length);
      for (const [at, document] of places.entries()) this.#lengths[document] = (this.#lengths[document] as number) + ((weights[at] as number) * idf) ** 2;
    }
  }

  /** The nearest documents with their likeness (0 to 1), the nearest first; equally near ones in their order. */
  nearest(terms: readonly string[], most: number): readonly { readonly index: number; readonly likeness: number }[] {
    const products = new Float64Array(this.#size);
    let length = 0;
    for (const [term, count] of countTerms(terms)) {
      const posting = this.#postings.get(term);
      const idf = this.#idf(posting?.documents.length ?? 0);
      const weight = (1 + Math.log(count)) * idf;
      length += weight ** 2;
      if (posting === undefined) continue;
      for (const [at, document] of posting.documents.entries()) products[document] = (products[document] as number) + weight * (posting.weights[at] as number) * idf;
    }
    const found = [...products.entries()].filter(([, product]) => product > 0).map(([index, product]) => ({ index, likeness: product / Math.sqrt(length * (this.#lengths[index] as number)) }));
    return found.toSorted((a, b) => b.likeness - a.likeness || a.index - b.index).slice(0, most);
  }

  #idf(documents: number): number {
    return Math.log(1 + this.#size / Math.max(1, documents));
  }
}

function countTerms(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
