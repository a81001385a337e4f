type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array | Float32Array;

/** A typed array that grows by doubling. `length` is what is filled; `array` may be longer. */
export class Growing<T extends Numbers> {
  array: T;
  length = 0;
  readonly #make: (size: number) => T;

  constructor(make: (size: number) => T) {
    this.#make = make;
    this.array = make(1024);
  }

  /** Makes room for `more` further values and returns where they begin. */
  extend(more: number): number {
    const start = this.length;
    const needed = start + more;
    if (needed > this.array.length) {
      const grown = this.#make(Math.max(needed, this.array.length * 2));
      grown.set(this.array.subarray(0, start));
      this.array = grown;
    }
    this.length = needed;
    return start;
  }

  /** Makes room for `size` values in all, if there is less. */
  reserve(size: number): void {
    if (size <= this.array.length) return;
    const grown = this.#make(size);
    grown.set(this.array.subarray(0, this.length));
    this.array = grown;
  }

  /** Adds all values of `source`; returns where they begin. */
  append(source: T): number {
    const start = this.extend(source.length);
    this.array.set(source, start);
    return start;
  }

  push(value: number): void {
    const at = this.extend(1);
    this.array[at] = value;
  }

  get(index: number): number {
    return this.array[index] as number;
  }
}
