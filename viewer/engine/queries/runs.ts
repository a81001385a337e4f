import { identifier, sql, type Query } from "../sql/sql.ts";

/** One run as summed up by the database. Absent values are null. */
export interface RunTotals {
  readonly run: number;
  readonly file: number;
  readonly title: string | null;
  readonly agent: string | null;
  readonly framework: string | null;
  readonly model: string | null;
  readonly task: string | null;
  readonly attempt: number | null;
  readonly score: number | null;
  readonly end_outcome: string | null;
  readonly ended: boolean;
  readonly start_us: number;
  readonly end_us: number;
  readonly events: number;
  readonly errors: number;
  readonly stopped: number;
  readonly tool_calls: number;
  readonly llm_calls: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_usd: number;
  readonly first_failing: number | null;
  readonly first_stopped: number | null;
  readonly first_error: number | null;
  readonly first_row: number;
}

/**
 * Sums up every run of a view like `events`. The run's own start and end are the agent_start and agent_end without a parent; sub-agents have
 * one. Failing closing events do not count as errors: they judge the run.
 */
export function runTotals(view: string): Query<RunTotals> {
  return sql`
SELECT run, any_value(file) AS file,
  arg_min(name, row) FILTER (WHERE kind = 'agent_start' AND parent_row < 0) AS title,
  coalesce(arg_min(agent, row) FILTER (WHERE kind = 'agent_start' AND parent_row < 0), arg_min(agent, row) FILTER (WHERE agent <> 'user'), arg_min(agent, row)) AS agent,
  arg_min(framework, row) FILTER (WHERE framework IS NOT NULL) AS framework,
  arg_min(model, row) FILTER (WHERE model IS NOT NULL) AS model,
  arg_min(task, row) FILTER (WHERE task IS NOT NULL) AS task,
  arg_min(attempt, row) FILTER (WHERE attempt IS NOT NULL) AS attempt,
  arg_max(score, row) FILTER (WHERE score IS NOT NULL AND kind = 'agent_end') AS score,
  arg_max(outcome, row) FILTER (WHERE kind = 'agent_end' AND parent_row < 0) AS end_outcome,
  count(*) FILTER (WHERE kind = 'agent_end' AND parent_row < 0) > 0 AS ended,
  min(time_unix_us - CASE WHEN kind IN ('tool_result', 'llm_response', 'retrieval') THEN coalesce(duration_ms, 0) * 1000::DOUBLE ELSE 0 END) AS start_us,
  max(time_unix_us + CASE WHEN kind IN ('tool_result', 'llm_response', 'retrieval', 'agent_end') THEN 0 ELSE coalesce(duration_ms, 0) * 1000::DOUBLE END) AS end_us,
  count(*)::INTEGER AS events,
  count(*) FILTER (WHERE flag = 1 AND kind <> 'agent_end')::INTEGER AS errors,
  count(*) FILTER (WHERE flag = 2)::INTEGER AS stopped,
  count(*) FILTER (WHERE kind = 'tool_call')::INTEGER AS tool_calls,
  count(*) FILTER (WHERE kind = 'llm_response')::INTEGER AS llm_calls,
  coalesce(sum(tokens_in), 0)::DOUBLE AS tokens_in,
  coalesce(sum(tokens_out), 0)::DOUBLE AS tokens_out,
  coalesce(sum(cost_usd), 0)::DOUBLE AS cost_usd,
  min(row) FILTER (WHERE flag = 1) AS first_failing,
  min(row) FILTER (WHERE flag = 2) AS first_stopped,
  min(row) FILTER (WHERE flag = 1 AND kind <> 'agent_end') AS first_error,
  min(row) AS first_row
FROM ${identifier(view)} GROUP BY run ORDER BY run`;
}
