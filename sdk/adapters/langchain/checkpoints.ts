import { asObject, asText, type JsonObject } from "../../../format/importers/kit/read.ts";
import { scopeOfCall } from "../kit/scopes.ts";
import { notice, quietly } from "../kit/notice.ts";
import { nodes } from "./node.ts";

/** As much of a checkpoint saver as is used. */
interface Saver {
  put?: unknown;
}

/** Methods made here, so that none is wrapped twice. */
const wrapped = new WeakSet<object>();

/**
 * Records each checkpoint a LangGraph saver puts away, in the run of the graph whose state it is. Returns the same
 * saver. What it does and throws stays as it is.
 */
export function recordCheckpoints<Checkpointer extends object>(saver: Checkpointer): Checkpointer {
  const inner = saver as Saver;
  const real = inner.put;
  if (typeof real !== "function") {
    notice("langgraph", "the checkpointer has no `put`: its checkpoints are not recorded");
    return saver;
  }
  if (wrapped.has(real)) return saver;
  const put = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    const kept: unknown = await Reflect.apply(real, this, args);
    quietly("langgraph", () => record(args));
    return kept;
  };
  wrapped.add(put);
  quietly("langgraph", () => {
    inner.put = put;
  });
  return saver;
}

function record([config, checkpoint, metadata]: readonly unknown[]): void {
  const { thread_id: threadId, checkpoint_ns: namespace } = asObject(asObject(config)?.["configurable"]) ?? {};
  const node = nodes.ofThread(asText(threadId) ?? "");
  const saved = asObject(checkpoint);
  const about = asObject(metadata);
  (node?.ctx ?? scopeOfCall()).checkpoint(saved?.["channel_values"], {
    checkpoint: asText(saved?.["id"]),
    parent: node?.event,
    extra: { thread: threadId, namespace, step: about?.["step"], source: about?.["source"], saved: restOf(saved, about) },
  });
}

/** What a saver needs beside the state to go on from the checkpoint. */
function restOf(saved: JsonObject | undefined, metadata: JsonObject | undefined): object {
  return { v: saved?.["v"], ts: saved?.["ts"], channel_versions: saved?.["channel_versions"], versions_seen: saved?.["versions_seen"], metadata };
}
