import { expect, type BrowserContext } from "@playwright/test";

/**
 * Watches everything a page asks for. Until it is shut it may read its own files; after that nothing. Errors of the
 * page's own code and refusals by its policy count as well.
 */
export class NetworkGuard {
  readonly #strays: string[] = [];
  readonly #troubles: string[] = [];
  #isShut = false;

  constructor(context: BrowserContext, address: string) {
    const own = address.startsWith("file:") ? [address] : [address];
    context.on("request", (request) => {
      const url = request.url();
      if (/^(?:blob|data):/.test(url)) return;
      const isOwn = own.some((start) => url.startsWith(start));
      if (this.#isShut || !isOwn) this.#strays.push(`${request.method()} ${url}`);
    });
    context.on("weberror", (error) => this.#troubles.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") this.#troubles.push(message.text());
    });
  }

  /** From here on no request is allowed. */
  shut(): void {
    this.#isShut = true;
  }

  /** The page is loaded anew: it may read its own files again. */
  reopen(): void {
    this.#isShut = false;
  }

  /** Takes what was seen, for tests that provoke it. */
  take(): { readonly strays: readonly string[]; readonly troubles: readonly string[] } {
    return { strays: this.#strays.splice(0), troubles: this.#troubles.splice(0) };
  }

  /** Fails if anything left the page, or anything in it went wrong. */
  check(): void {
    expect(this.#strays, "requests that left the page").toEqual([]);
    expect(this.#troubles, "errors in the page").toEqual([]);
  }
}
