import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { html, LitElement, type TemplateResult } from "lit";
import type { App } from "../../state/app.ts";
import type { PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import { appContext } from "./context.ts";
import { stepInLens } from "./lens-keys.ts";

/** Something that works while the lens is on the page, such as an AnalysisTask. */
interface Worker {
  start(): void;
  stop(): void;
}

/**
 * What every lens is made from: it has the app, draws again when a signal it read changes, and its tasks run while it
 * is shown and rest while it is not.
 */
export abstract class LensPanel extends SignalWatcher(LitElement) {
  readonly #consumer = new ContextConsumer(this, { context: appContext, callback: (app) => this.#meet(app) });
  #tasks: readonly Worker[] | undefined;

  constructor() {
    super();
    hearPageActions(this, (action) => this.onAction(action));
  }

  /** The app; undefined until the element stands in a page. */
  protected get app(): App | undefined {
    return this.#consumer.value;
  }

  /** Called once, with the app: makes the tasks of the lens. */
  protected abstract begin(app: App): readonly Worker[];

  /** What the lens shows. */
  protected abstract view(app: App): TemplateResult;

  /** Does what a command asks of the page: the keys that go from event to event go through what stands in `root`. */
  protected onAction(action: PageAction, root = this.shadowRoot): void {
    if (root !== null) stepInLens(root, action);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const task of this.#tasks ?? []) task.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const task of this.#tasks ?? []) task.stop();
  }

  protected override render(): TemplateResult {
    const { app } = this;
    return app === undefined ? html`` : this.view(app);
  }

  #meet(app: App): void {
    if (this.#tasks !== undefined) return;
    this.#tasks = this.begin(app);
    for (const task of this.#tasks) task.start();
  }
}
