import { chatMessages } from "./chat/index.ts";
import { csv } from "./csv.ts";
import { markdown } from "./markdown.ts";
import { otlpTraces } from "./otlp/index.ts";
import { trace } from "./trace.ts";
import type { Exporter } from "./types.ts";

/** Every format traces can be taken to, in the order they are offered. */
export const EXPORTERS: readonly Exporter[] = [otlpTraces, chatMessages, markdown, csv, trace];
