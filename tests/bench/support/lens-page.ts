/** What the functions below use of the app; they run in the page, each sent there by itself. */
interface BenchApp {
  readonly store: {
    readonly lens: { get(): string; set(lens: string): void };
    readonly row: { get(): number };
    readonly detail: { get(): { readonly row: number } | null };
    readonly stops: { set(stops: readonly string[]): void };
  };
  readonly selection: { selectRow(row: number): void };
  readonly notes: { toggleBookmark(): Promise<void> };
  readonly sql: { run(text: string): Promise<void> };
  readonly replay: { readonly playing: { get(): object; set(playing: object): void }; readonly step: { get(): number }; seek(step: number): void; toggle(): void; pause(why: string): void };
}

/** Takes the lens off the page: an empty place, as before any was shown. */
export async function clearLens(): Promise<void> {
  const host = document.querySelector("peek-app")?.shadowRoot?.querySelector("lens-host") as (HTMLElement & { lens: unknown; updateComplete: Promise<unknown> }) | null;
  if (host === null) throw new Error("no place for lenses");
  host.lens = null;
  await host.updateComplete;
}

/** Milliseconds from choosing a lens until nothing in it waits and what it says has stood still for three frames. */
export async function readyMs(lens: string): Promise<number> {
  const element = document.querySelector("peek-app") as HTMLElement & { app: BenchApp; requestUpdate(): void };
  const { store } = element.app;
  const start = performance.now();
  store.lens.set(store.lens.get() === lens ? "" : lens);
  store.lens.set(lens);
  element.requestUpdate();
  let [last, still, stoodAt] = ["", 0, start];
  for (let now = start; now - start < 60_000 && still < 3; now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())))) {
    const { waiting, text } = look(element.shadowRoot?.querySelector("lens-host") ?? null);
    if (waiting || text.length < 20 || text !== last) [still, stoodAt] = [0, now];
    else still++;
    last = text;
  }
  return stoodAt - start;

  /** All text of the lens, through shadow roots, and whether any part of it says that it waits. */
  function look(root: Element | null): { readonly waiting: boolean; readonly text: string } {
    const texts: string[] = [];
    let waiting = root === null;
    const stack: Node[] = root === null ? [] : [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node instanceof Text) texts.push(node.data.trim());
      if (node instanceof HTMLStyleElement) continue;
      if (node instanceof Element && node.matches(".answer-waiting, .waiting, [aria-busy=true]") && !node.matches("[hidden], .row[hidden]")) waiting = true;
      if (node instanceof Element && node.shadowRoot !== null) stack.push(...node.shadowRoot.childNodes);
      stack.push(...node.childNodes);
    }
    return { waiting, text: texts.join(" ") };
  }
}

/** Bookmarks a few events, so that there are notes to look at. */
export async function bookmarkSome(count: number): Promise<void> {
  const { app } = document.querySelector("peek-app") as unknown as { app: BenchApp };
  const first = app.store.row.get();
  for (let at = 0; at < count; at++) {
    app.selection.selectRow(first + at);
    for (let waited = 0; waited < 100 && app.store.detail.get()?.row !== first + at; waited++) await new Promise((resolve) => setTimeout(resolve, 20));
    await app.notes.toggleBookmark();
  }
}

/** Asks for rows with events to go to: before anything was asked, that lens has nothing to click on. */
export async function askSql(): Promise<void> {
  const { app } = document.querySelector("peek-app") as unknown as { app: BenchApp };
  await app.sql.run("SELECT row, kind FROM events LIMIT 100");
}

/** Where on the screen a mouse finds what a selector names in the lens, or nodes of its graph; at most so many, spread over all. */
export async function placesToClick({ selector, most }: { readonly selector: string; readonly most: number }): Promise<readonly { readonly x: number; readonly y: number }[]> {
  const host = document.querySelector("peek-app")?.shadowRoot?.querySelector("lens-host") ?? null;
  const frame = host?.getBoundingClientRect();
  const found: { readonly x: number; readonly y: number }[] = [];
  const stack: Node[] = host === null ? [] : [host];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node instanceof HTMLElement && node.matches(selector)) found.push(...(node.matches(".canvas") ? nodesOf(node) : [middleOf(node)]));
    if (node instanceof Element && node.shadowRoot !== null) stack.push(...node.shadowRoot.childNodes);
    stack.push(...node.childNodes);
  }
  const seen = found.filter(({ x, y }) => frame !== undefined && x > frame.left && x < frame.right && y > frame.top + 4 && y < Math.min(frame.bottom, innerHeight) - 4);
  const step = Math.max(1, Math.floor(seen.length / most));
  return seen.filter((_place, index) => index % step === 0).slice(0, most);

  function middleOf(element: HTMLElement): { readonly x: number; readonly y: number } {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + Math.min(width / 2, 60), y: top + height / 2 };
  }

  /** Nodes of cytoscape: it keeps itself at its container. */
  function nodesOf(canvas: HTMLElement): { readonly x: number; readonly y: number }[] {
    const { left, top } = canvas.getBoundingClientRect();
    const { cy } = (canvas as unknown as { _cyreg: { cy: { nodes(): { map<T>(take: (node: { renderedPosition(): { x: number; y: number }; renderedOuterWidth(): number }) => T): T[] } } } })._cyreg;
    return cy.nodes().map((node) => ({ x: left + node.renderedPosition().x - node.renderedOuterWidth() / 4, y: top + node.renderedPosition().y }));
  }
}

interface Clicking {
  clicked?: Promise<number | null>;
}

/** Notes for the next click how long it takes until the inspector shows another event and that is painted; null if it shows no other. */
export function watchClick(): void {
  const { app } = document.querySelector("peek-app") as unknown as { app: BenchApp };
  const inspector = document.querySelector("peek-app")?.shadowRoot?.querySelector("inspector-panel")?.shadowRoot?.querySelector("peek-event-inspector") as (HTMLElement & { detail: { row: number } | null }) | null | undefined;
  const before = app.store.row.get();
  const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  (globalThis as Clicking).clicked = new Promise((resolve) => {
    window.addEventListener(
      "pointerup",
      async ({ timeStamp }) => {
        for (let now = timeStamp; now - timeStamp < 10_000; now = performance.now()) {
          await frame();
          const row = app.store.row.get();
          if (row === before && performance.now() - timeStamp > 600) return resolve(null);
          if (row === before || inspector?.detail?.row !== row) continue;
          await new Promise((painted) => setTimeout(painted, 0));
          return resolve(performance.now() - timeStamp);
        }
        resolve(10_000);
      },
      { capture: true, once: true },
    );
  });
}

/** What watchClick has found. */
export function clickedMs(): Promise<number | null> {
  return (globalThis as Clicking).clicked ?? Promise.resolve(null);
}

/** Steps passed and steps painted a second while a run is played at its fastest, nothing skipped and nowhere stopped. */
export async function played(forMs: number): Promise<{ readonly passed: number; readonly painted: number }> {
  const { app } = document.querySelector("peek-app") as unknown as { app: BenchApp };
  app.store.stops.set([]);
  app.store.lens.set("replay");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  app.replay.seek(0);
  app.replay.playing.set({ ...app.replay.playing.get(), pace: { id: "240", title: "", stepsPerSecond: 240, times: 0 }, skipStretches: false });
  app.replay.toggle();
  const seen = new Set<number>();
  const start = performance.now();
  while (performance.now() - start < forMs) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    seen.add(app.replay.step.get());
  }
  const seconds = (performance.now() - start) / 1000;
  app.replay.pause("");
  return { passed: app.replay.step.get() / seconds, painted: seen.size / seconds };
}
