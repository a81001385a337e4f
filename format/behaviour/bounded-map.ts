/** A map that forgets what was not used for longest when it is full. */
export class BoundedMap<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key, made if it is not there. */
  get(key: string, make: () => Value): Value {
    const value = this.take(key) ?? make();
    this.#values.set(key, value);
    if (this.#values.size > this.#most) this.#values.delete(this.#values.keys().next().value as string);
    return value;
  }

  /** Removes a key and returns its value; undefined if it is not there. */
  take(key: string): Value | undefined {
    const value = this.#values.get(key);
    this.#values.delete(key);
    return value;
  }

  /** Visits all that are kept. */
  each(visit: (key: string, value: Value) => void): void {
    for (const [key, value] of this.#values) visit(key, value);
  }
}
