/** A person drew, moved or cleared the brush. Milliseconds since the run's start. */
export class BrushEvent extends Event {
  static readonly type = "timeline-brush";
  readonly range: readonly [fromMs: number, toMs: number] | null;
  constructor(range: readonly [fromMs: number, toMs: number] | null) {
    super(BrushEvent.type, { bubbles: true, composed: true });
    this.range = range;
  }
}

/** A person chose a mark. */
export class MarkSelectEvent extends Event {
  static readonly type = "mark-select";
  readonly row: number;
  constructor(row: number) {
    super(MarkSelectEvent.type, { bubbles: true, composed: true });
    this.row = row;
  }
}
