import { createContext } from "@lit/context";
import type { App } from "../../state/app.ts";

/** Hands the app down to the panels. */
export const appContext = createContext<App>(Symbol("app"));
