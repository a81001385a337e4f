/** A number for each id of a vocabulary, 0 where none was set. Ids are dense and small. */
export class IdNumbers {
  #values = new Int32Array(4096);

  get(id: number): number {
    return this.#values[id] ?? 0;
  }

  set(id: number, value: number): void {
    if (id >= this.#values.length) {
      const grown = new Int32Array(Math.max(id + 1, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[id] = value;
  }
}
