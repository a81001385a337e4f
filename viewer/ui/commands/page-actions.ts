import type { ReactiveControllerHost } from "lit";
import { PageActionEvent, type PageAction } from "./messages.ts";

/** Lets an element do what commands ask of the page, for as long as it is on it. To be called by its constructor. */
export function hearPageActions(host: ReactiveControllerHost, act: (action: PageAction) => void): void {
  const onAction = (event: Event): void => act((event as PageActionEvent).action);
  host.addController({
    hostConnected: () => window.addEventListener(PageActionEvent.type, onAction),
    hostDisconnected: () => window.removeEventListener(PageActionEvent.type, onAction),
  });
}
