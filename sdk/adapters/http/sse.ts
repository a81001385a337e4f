const MOST_BUFFERED_UNITS = 32 * 1024 * 1024;

/** Takes the bytes of an event stream as they come and gives the data of each event that is whole. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #data: string[] = [];

  /** The data of the events that end in these bytes. */
  *push(bytes: Uint8Array): Generator<string> {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    let start = 0;
    for (let end = this.#rest.indexOf("\n"); end >= 0; end = this.#rest.indexOf("\n", start)) {
      const line = this.#rest.slice(start, this.#rest[end - 1] === "\r" ? end - 1 : end);
      start = end + 1;
      if (line === "") yield* this.end();
      else if (line.startsWith("data:")) this.#data.push(line.slice(line[5] === " " ? 6 : 5));
    }
    this.#rest = this.#rest.length - start > MOST_BUFFERED_UNITS ? "" : this.#rest.slice(start);
  }

  /** The data of an event whose blank line did not come. */
  *end(): Generator<string> {
    if (this.#data.length > 0) yield this.#data.join("\n");
    this.#data = [];
  }
}
