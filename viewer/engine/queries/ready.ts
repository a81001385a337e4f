/** Questions ready to ask; `$run` stands for the number of the run looked at. */
export const READY_QUERIES: readonly { readonly title: string; readonly text: string }[] = [
  { title: "Events by kind", text: "SELECT kind, count(*) AS events, count(*) FILTER (flag = 1) AS failing\nFROM events WHERE run = $run\nGROUP BY kind ORDER BY events DESC" },
  { title: "Tools by failures", text: "SELECT tool, count(*) AS results, count(*) FILTER (flag = 1) AS failures,\n  round(avg(duration_ms), 1) AS mean_ms, round(quantile_cont(duration_ms, 0.95), 1) AS p95_ms\nFROM events WHERE kind = 'tool_result'\nGROUP BY tool ORDER BY failures DESC, results DESC" },
  { title: "Tokens and cost by model", text: "SELECT model, count(*) AS answers, sum(tokens_in)::DOUBLE AS tokens_in, sum(tokens_out)::DOUBLE AS tokens_out, round(sum(cost_usd), 4) AS usd\nFROM events WHERE kind = 'llm_response'\nGROUP BY model ORDER BY tokens_in DESC NULLS LAST" },
  { title: "The slowest steps", text: "SELECT row, kind, name, agent, duration_ms\nFROM events WHERE run = $run AND duration_ms IS NOT NULL\nORDER BY duration_ms DESC LIMIT 50" },
  { title: "Errors by class", text: "SELECT coalesce(error_class, '(no class)') AS class, tool, count(*) AS events, min(row) AS first_row\nFROM events WHERE flag = 1\nGROUP BY class, tool ORDER BY events DESC" },
  { title: "Runs by outcome and length", text: "SELECT run, max(outcome) FILTER (kind = 'agent_end') AS outcome, count(*) AS events,\n  count(*) FILTER (flag = 1) AS failing, round((max(time_unix_us) - min(time_unix_us)) / 1e6, 2) AS seconds\nFROM events GROUP BY run ORDER BY events DESC" },
  { title: "Events whose payload says…", text: "SELECT e.row, e.kind, e.name, left(p.payload, 200) AS payload\nFROM events e JOIN payloads p USING (row)\nWHERE contains(lower(p.payload), 'error')\nORDER BY e.row LIMIT 100" },
  { title: "Calls without an answer", text: "SELECT e.row, e.tool, e.agent\nFROM events e\nWHERE e.kind = 'tool_call' AND NOT EXISTS (FROM links l WHERE l.type = 'reply_to' AND l.to_row = e.row)\nORDER BY e.row" },
];
