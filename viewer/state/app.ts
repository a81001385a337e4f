import type { KindGroup } from "../../format/kinds.ts";
import type { EngineFailure, OpenSource } from "../engine/api.ts";
import { AgentsState } from "./agents.ts";
import { Address, type AddressBar } from "./address.ts";
import { BoardState } from "./board.ts";
import { CallsState } from "./calls.ts";
import { Comparing } from "./comparing.ts";
import { EngineClient } from "./engine-client.ts";
import { EventCache } from "./event-cache.ts";
import { Files } from "./files.ts";
import { FolderWatch, type FolderHandle } from "./folder-watch.ts";
import { GroupEditing } from "./group-editing.ts";
import { InsightsState } from "./insights.ts";
import { LiveWatch } from "./live-watch.ts";
import { Panes } from "./panes.ts";
import { createPreferences, type PreferenceStore } from "./preferences.ts";
import { Replay } from "./replay.ts";
import { SafetyState } from "./safety.ts";
import { Searching } from "./searching.ts";
import { Selection } from "./selection.ts";
import { SideNotes } from "./side-notes.ts";
import { SqlState } from "./sql.ts";
import { Store } from "./store.ts";
import { Tree } from "./tree.ts";
import { ViewLoader } from "./view-loader.ts";

/** A run the landing page offers to those who have no trace at hand. */
export interface Sample {
  readonly title: string;
  /** Family whose mark stands before the title. */
  readonly group: KindGroup;
  /** What a person finds out with it. */
  readonly question: string;
  readonly name: string;
  readonly load: () => Blob;
}

/** What the app is made from; the composition root gives the real ones, tests their own. */
export interface AppParts {
  readonly worker: Worker;
  readonly address: AddressBar;
  readonly preferences: () => PreferenceStore;
  readonly samples: readonly Sample[];
  /** Requests made since the page was shut off. */
  readonly requests: () => number;
  readonly version: string;
}

/** The page's state and everything that may be done with it. */
export interface App {
  readonly store: Store;
  readonly client: EngineClient;
  readonly files: Files;
  readonly selection: Selection;
  readonly searching: Searching;
  /** Follows a folder: its files, and those that appear in it. */
  readonly watchFolder: (folder: FolderHandle) => Promise<void>;
  readonly replay: Replay;
  readonly tree: Tree;
  readonly address: Address;
  readonly comparing: Comparing;
  readonly board: BoardState;
  readonly insights: InsightsState;
  readonly agents: AgentsState;
  readonly safety: SafetyState;
  readonly panes: Panes;
  readonly calls: CallsState;
  readonly events: EventCache;
  readonly sql: SqlState;
  readonly notes: SideNotes;
  readonly groups: GroupEditing;
  readonly samples: readonly Sample[];
  readonly requests: () => number;
  readonly version: string;
  /** Opens a sample run. */
  readonly openSample: (sample: Sample) => Promise<void>;
}

/** Failures kept for the person to see; older ones make room. */
const MOST_FAILURES = 5;

/** Puts the state together. Nothing is read from elsewhere and nothing is shared, so two apps can live in one page. */
export function createApp(parts: AppParts): App {
  const store = new Store(createPreferences(parts.preferences));
  const client = new EngineClient(parts.worker, (failure) => tell(store, failure));
  const selection = new Selection(store, client);
  const searching = new Searching(store, client, selection);
  const replay = new Replay(store, client, selection);
  const tree = new Tree(store, client);
  const notes = new SideNotes(store, client, parts.preferences);
  const groups = new GroupEditing(store, client, notes);
  const files = new Files({ store, client, selection, notes });
  const address = new Address(store, parts.address);
  address.onWanted = () => files.showWanted();
  void new ViewLoader(store, client, () => searching.spec);
  void new LiveWatch(store, client);
  const folders = new FolderWatch(files, (message) => store.announcement.set(message));
  const openSample = async (sample: Sample): Promise<void> => {
    const source: OpenSource = { name: sample.name, blob: sample.load() };
    await files.open([source]);
  };
  const { samples, requests, version } = parts;
  const comparing = new Comparing(store);
  const board = new BoardState(store);
  const insights = new InsightsState();
  const agents = new AgentsState();
  const safety = new SafetyState();
  const calls = new CallsState();
  const panes = new Panes(store);
  const events = new EventCache(store, client);
  const sql = new SqlState(store, client);
  const watchFolder = (folder: FolderHandle): Promise<void> => folders.watch(folder);
  return { store, client, files, selection, searching, watchFolder, replay, tree, address, comparing, board, insights, agents, safety, panes, calls, events, sql, notes, groups, samples, requests, version, openSample };
}

function tell(store: Store, failure: EngineFailure): void {
  const known = store.failures.get();
  if (known.some((other) => other.cause === failure.cause && other.detail === failure.detail)) return;
  store.failures.set([...known, failure].slice(-MOST_FAILURES));
}
