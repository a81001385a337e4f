/**
 * Shuts the page: from here on nothing in it can reach the network. Policies add up, so this one holds whatever the
 * page's own says, and workers made from blobs afterwards inherit it.
 */
export function lockNetwork(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src 'none'; form-action 'none'; frame-src 'none'; object-src 'none'; media-src 'none'; img-src data:";
  document.head.append(policy);
}

/** Counts the requests the page makes after this call, those the browser refuses included. */
export function countRequests(): () => number {
  let count = 0;
  const isRequest = (url: string): boolean => !url.startsWith("blob:") && !url.startsWith("data:");
  const observer = new PerformanceObserver((list) => {
    count += list.getEntries().filter((entry) => isRequest(entry.name)).length;
  });
  observer.observe({ type: "resource" });
  document.addEventListener("securitypolicyviolation", (event) => {
    if (isRequest(event.blockedURI)) count++;
  });
  return () => count;
}
