/** Things in the order they came. Those that are done with are passed over, each of them once. */
export class Queue<T> {
  readonly #isDone: (item: T) => boolean;
  readonly #items: T[] = [];
  #at = 0;

  constructor(isDone: (item: T) => boolean) {
    this.#isDone = isDone;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** The oldest that is not done with; undefined if there is none. */
  first(): T | undefined {
    while (this.#at < this.#items.length && this.#isDone(this.#items[this.#at] as T)) this.#at++;
    return this.#items[this.#at];
  }
}

/** Queues by a word. */
export class Queues<T> {
  readonly #isDone: (item: T) => boolean;
  readonly #queues = new Map<string, Queue<T>>();

  constructor(isDone: (item: T) => boolean) {
    this.#isDone = isDone;
  }

  add(word: string, item: T): void {
    const queue = this.#queues.get(word) ?? new Queue(this.#isDone);
    queue.add(item);
    this.#queues.set(word, queue);
  }

  /** The oldest under a word that is not done with; undefined if there is none. */
  first(word: string | undefined): T | undefined {
    return word === undefined ? undefined : this.#queues.get(word)?.first();
  }
}
