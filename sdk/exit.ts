/**
 * Calls `flush` when the process is about to end, naturally or by process.exit, and `crashed` when an exception is caught
 * by nobody. Neither changes what happens then. Signals are left alone, since a handler would change what they do.
 * Returns the function that stops watching.
 */
export function exitWatch(flush: () => void, crashed: (error: unknown) => void): () => void {
  const ends = ["beforeExit", "exit"] as const;
  for (const event of ends) process.on(event, flush);
  process.on("uncaughtExceptionMonitor", crashed);
  return () => {
    for (const event of ends) process.off(event, flush);
    process.off("uncaughtExceptionMonitor", crashed);
  };
}
