import { boot, BootError } from "./boot/boot.ts";
import { SAMPLES } from "../samples/index.ts";
import type { AddressBar } from "./state/address.ts";
import { createApp } from "./state/app.ts";
import { PeekApp } from "./ui/app/peek-app.ts";
import { tokens } from "./ui/kit/tokens.ts";

declare const __VERSION__: string;

const page = tokens.styleSheet;
if (page !== undefined) document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];

const address: AddressBar = {
  fragment: () => location.hash.slice(1),
  replace: (fragment) => history.replaceState(null, "", `#${fragment}`),
  push: (fragment) => history.pushState(null, "", `#${fragment}`),
  onChange: (listener) => {
    window.addEventListener("popstate", listener);
    window.addEventListener("hashchange", listener);
  },
  afterPaint: (work) => requestAnimationFrame(() => setTimeout(work)),
};

try {
  const { worker, assets, opened, samples: texts, requests } = await boot();
  const samples = SAMPLES.map(({ file, title, group, question }) => ({ title, group, question, name: file.split("/").at(-1) ?? file, load: () => new Blob([texts[file] ?? ""]) }));
  const app = createApp({ worker, address, preferences: () => localStorage, samples, requests, version: __VERSION__ });
  const root = new PeekApp();
  root.app = app;
  document.body.append(root);
  window.addEventListener("pagehide", () => app.notes.keep());
  app.files.start(assets);
  await app.files.open(opened);
  if (opened.length === 0) await app.files.warmUp();
} catch (error) {
  showBootFailure(error);
}

/** The one failure no panel can show: in plain text, with the next step. */
function showBootFailure(error: unknown): void {
  const message = document.createElement("main");
  message.setAttribute("role", "alert");
  message.style.setProperty("padding", "48px");
  const [heading, next] = [document.createElement("h1"), document.createElement("p")];
  heading.textContent = "Peaky Peek could not start";
  next.textContent = error instanceof BootError ? `${error.message}. ${error.next}` : `${String(error)}. Reload the page; if it stays so, please report this text.`;
  message.append(heading, next);
  document.body.append(message);
}
