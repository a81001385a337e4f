/** The forms a run can be taken to, by the ids of the table of exporters, as the page names them. */
export const EXPORT_FORMS: readonly { readonly id: string; readonly title: string }[] = [
  { id: "otlp", title: "OpenTelemetry (OTLP JSON)" },
  { id: "chat", title: "chat messages (OpenAI style)" },
  { id: "markdown", title: "Markdown" },
  { id: "csv", title: "CSV" },
  { id: "trace", title: "a trace of its own" },
];
