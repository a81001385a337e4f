/**
 * Calls `flush` when the process is about to end: naturally, by process.exit or by an uncaught exception. Signals are
 * left alone, since a handler would change what they do. Returns the function that stops watching.
 */
export function exitWatch(flush: () => void): () => void {
  const events = ["beforeExit", "exit", "uncaughtExceptionMonitor"] as const;
  for (const event of events) process.on(event, flush);
  return () => {
    for (const event of events) process.off(event, flush);
  };
}
