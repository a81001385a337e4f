import type { App } from "../../state/app.ts";

/** Address that leads whoever drops the same file to the event looked at. */
export function linkOf({ address, store }: App): string {
  const page = location.href.replace(/#.*$/s, "");
  return `${page}#${address.fragmentOf(store.detail.get()?.envelope.id ?? "")}`;
}
