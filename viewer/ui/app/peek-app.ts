import { SignalWatcher } from "@lit-labs/signals";
import { ContextProvider } from "@lit/context";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { KeyMap, keyLabel, type Command } from "../../model/commands.ts";
import { NARROW_PX } from "../../model/panes.ts";
import { outcomeMark, runTitle } from "../../model/runs.ts";
import type { App } from "../../state/app.ts";
import type { Preferences } from "../../state/preferences.ts";
import { PageActionEvent, type PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import { createCommands } from "../commands/registry.ts";
import { copyText } from "../kit/copy-button.ts";
import { cssProps } from "../kit/css-props.ts";
import type { SplitEvent } from "../kit/splitter.ts";
import { base, buttons } from "../kit/tokens.ts";
import { NO_HANDLES, pickFilesToFollow, pickFolderToFollow } from "../live/pick.ts";
import { listenForFiles, pickFiles, type IntakeTarget } from "../open/intake.ts";
import { appStyles } from "./app.styles.ts";
import { appContext } from "./context.ts";
import { LENSES, lensOf } from "./lenses.ts";
import { linkOf } from "./link.ts";
import { overlayView } from "./overlays.ts";
import { paneButtons, paneButtonStyles } from "./pane-buttons.ts";
import type { LensSelectEvent } from "./lens-tabs.ts";
import "../live/live-alerts.ts";
import "../notes/notes-card.ts";
import "../open/landing.ts";
import "../status/failure-cards.ts";
import "../status/status-bar.ts";

/** The whole page: bars, panes, dialogs, keys, and files coming in. */
export class PeekApp extends SignalWatcher(LitElement) {
  static override styles = [base, buttons, appStyles, paneButtonStyles];
  static override properties = { app: { attribute: false }, dragging: { state: true } };
  /** Set once, before the element is put into the page. */
  declare app: App;
  declare private dragging: boolean;
  readonly #provider = new ContextProvider(this, { context: appContext });
  readonly #isMac = /mac|iphone|ipad/i.test(navigator.platform);
  #commands: readonly Command[] = [];
  #keys = new KeyMap([]);
  #stopFiles: (() => void) | undefined;
  readonly #intake: IntakeTarget = {
    open: (sources) => void this.app.files.open(sources),
    leftOut: (count) => this.app.store.announcement.set(`${count} files were left out: too many at once`),
  };
  readonly #narrow = matchMedia(`(max-width: ${NARROW_PX}px)`);

  constructor() {
    super();
    this.dragging = false;
    hearPageActions(this, (action) => this.#onAction(action));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("app")) return;
    this.#provider.setValue(this.app);
    this.#commands = createCommands(this.app);
    this.#keys = new KeyMap(this.#commands);
    this.#onNarrow();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void import("./workspace.ts");
    this.#narrow.addEventListener("change", this.#onNarrow);
    window.addEventListener("keydown", this.#onKey);
    this.#stopFiles = listenForFiles(this.#intake, (isOver) => (this.dragging = isOver));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#narrow.removeEventListener("change", this.#onNarrow);
    window.removeEventListener("keydown", this.#onKey);
    this.#stopFiles?.();
  }

  protected override render(): TemplateResult {
    const { store } = this.app;
    const isOpen = store.open.get().files.some((file) => file.events > 0 || file.live === "following" || file.status === "reading" || file.status === "waiting");
    const { theme } = store.preferences.get();
    const { dataset } = document.documentElement;
    // Set again, it would have every canvas read its colours and draw anew.
    if (dataset["theme"] !== theme) dataset["theme"] = theme;
    return html`${this.#top(isOpen)} ${isOpen ? this.#work() : html`<landing-page></landing-page>`}
      <status-bar role="contentinfo"></status-bar>
      <div class="notes"><notes-card></notes-card><live-alerts></live-alerts><failure-cards></failure-cards></div>
      ${this.dragging ? html`<div class="drop"><div>Release to open</div></div>` : nothing} ${overlayView(this.app, this.#commands, this.#isMac)}
      <div class="hidden-visually" role="status" aria-live="polite">${store.announcement.get()}</div>`;
  }

  #top(isOpen: boolean): TemplateResult {
    const run = this.app.store.runRow.get();
    const file = this.app.store.open.get().files.find((candidate) => candidate.file === run?.file);
    return html`<header class="top">
      <div class="crumbs">
        ${isOpen ? html`<h1>Peaky Peek</h1>` : html`<b>Peaky Peek</b>`}
        ${run === null ? nothing : html`<span class="dim clip file" title=${file?.name ?? ""}>${file?.name ?? ""}</span><span class="dim file" aria-hidden="true">›</span><span class="run clip" title=${`${runTitle(run)} · ${file?.name ?? ""}`}>${runTitle(run)}</span><span class=${run.outcome}>${outcomeMark(run.outcome)} ${run.outcome}</span>`}
      </div>
      ${isOpen ? html`<search-box></search-box>` : html`<span></span>`}
      <div class="tools">
        ${isOpen ? html`${paneButtons(this.app.panes)}<button class="button open" @click=${() => this.#act("open-files")}>Open… <kbd>${keyLabel("Mod+O", this.#isMac)}</kbd></button><button class="button wide" @click=${() => this.#act("copy-link")}>Copy link</button><button class="button wide" title="Copy as Markdown for a colleague or a coding agent" @click=${() => this.app.store.overlay.set({ kind: "brief", about: "why" })}>Markdown…</button>` : nothing}
        <button class="button" aria-label="Commands" @click=${() => this.app.store.overlay.set({ kind: "palette" })}>⌘ <kbd>${keyLabel("Mod+K", this.#isMac)}</kbd></button>
      </div>
    </header>`;
  }

  #work(): TemplateResult {
    const { store, panes } = this.app;
    const sizes = store.preferences.get();
    const lens = lensOf(store.lens.get());
    const hasRuns = store.runs.get().length > 0;
    const { runs, timeline, details, open } = panes.layout.get();
    const isBelow = details === "below";
    return html`<main class="work runs-${runs} details-${details} ${open === null ? "" : `open-${open}`} ${timeline ? "" : "no-timeline"}" ${cssProps({ "--runs-width": `${sizes.runsWidth}px`, "--inspector-width": `${sizes.inspectorWidth}px`, "--inspector-height": `${sizes.inspectorHeight}px`, "--timeline-height": `${sizes.timelineHeight}px` })}>
      <run-list ?hidden=${runs === "hidden" || (runs === "drawer" && open !== "runs")} @click=${this.#onRuns}></run-list>
      <pane-splitter class="runs-line" ?hidden=${runs !== "docked"} label="Width of the runs" .size=${sizes.runsWidth} min="160" max="520" @split=${this.#resize("runsWidth")}></pane-splitter>
      <div class="centre">
        <timeline-panel ?hidden=${!timeline}></timeline-panel>
        <pane-splitter ?hidden=${!timeline} orientation="horizontal" label="Height of the timeline" .size=${sizes.timelineHeight} min="64" max="480" @split=${this.#resize("timelineHeight")}></pane-splitter>
        <lens-tabs .chosen=${lens.id} .counts=${LENSES.map((entry) => entry.count(this.app))} @lens-select=${(event: LensSelectEvent) => store.lens.set(event.lens)}></lens-tabs>
        <div class="lens" id="lens" role="tabpanel" aria-label=${lens.title}>${hasRuns ? html`<lens-host .lens=${lens}></lens-host>` : html`<div class="waiting" role="status">Reading…</div>`}</div>
      </div>
      <pane-splitter class="details-line" ?hidden=${details !== "right" && !isBelow} orientation=${isBelow ? "horizontal" : "vertical"} label=${isBelow ? "Height of the details" : "Width of the details"} .size=${isBelow ? sizes.inspectorHeight : sizes.inspectorWidth} min=${isBelow ? 120 : 240} max="900" .sign=${-1} @split=${this.#resize(isBelow ? "inspectorHeight" : "inspectorWidth")}></pane-splitter>
      <inspector-panel ?hidden=${details === "hidden" || (details === "drawer" && open !== "details")}></inspector-panel>
      ${open === null ? nothing : html`<div class="shade" @click=${() => panes.closeDrawer()}></div>`}
    </main>`;
  }

  #resize(name: keyof Preferences): (event: SplitEvent) => void {
    const { preferences } = this.app.store;
    return (event) => preferences.set({ ...preferences.get(), [name]: Math.round(event.size) });
  }

  #act(action: PageAction): void {
    window.dispatchEvent(new PageActionEvent(action));
  }

  readonly #onNarrow = (): void => this.app.panes.isNarrow.set(this.#narrow.matches);

  /** A run that was chosen in the drawer is what the person wants to see next. */
  readonly #onRuns = (event: Event): void => {
    if (event.composedPath().some((part) => part instanceof Element && part.getAttribute("role") === "option")) this.app.panes.closeDrawer();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || (this.app.store.overlay.get().kind !== "none" && event.key !== "Escape")) return;
    const target = event.composedPath()[0];
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
    const press = { key: event.key, ctrl: event.ctrlKey, meta: event.metaKey, alt: event.altKey, shift: event.shiftKey };
    const command = this.#keys.find(press, isTyping, event.timeStamp);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };

  #onAction(action: PageAction): void {
    if (action === "open-files" || action === "open-folder") pickFiles(action === "open-folder", this.#intake);
    if (action === "follow-files" || action === "follow-folder") void this.#follow(action === "follow-folder");
    if (action === "copy-link") void this.#copyLink();
  }

  async #follow(isFolder: boolean): Promise<void> {
    const chosen = await (isFolder ? pickFolderToFollow() : pickFilesToFollow());
    if (chosen === undefined) {
      this.app.store.announcement.set(NO_HANDLES);
      pickFiles(isFolder, this.#intake);
    } else if (chosen !== null) await ("kind" in chosen ? this.app.watchFolder(chosen) : this.app.files.open(chosen));
  }

  async #copyLink(): Promise<void> {
    const done = await copyText(linkOf(this.app));
    this.app.store.announcement.set(done ? "Link copied. It carries no data: the receiver drops the same file." : "The browser did not allow copying; take the link from the address bar.");
  }
}

customElements.define("peek-app", PeekApp);
