/** A person chose a node. */
export class NodeSelectEvent extends Event {
  static readonly type = "node-select";
  readonly key: string;
  constructor(key: string) {
    super(NodeSelectEvent.type, { bubbles: true, composed: true });
    this.key = key;
  }
}

/** A person opened or closed a node. */
export class NodeToggleEvent extends Event {
  static readonly type = "node-toggle";
  readonly key: string;
  constructor(key: string) {
    super(NodeToggleEvent.type, { bubbles: true, composed: true });
    this.key = key;
  }
}

/** A person wants to see what led to a node and what came of it. */
export class NodeWalkEvent extends Event {
  static readonly type = "node-walk";
  readonly key: string;
  constructor(key: string) {
    super(NodeWalkEvent.type, { bubbles: true, composed: true });
    this.key = key;
  }
}
