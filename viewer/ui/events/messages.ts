/** A person chose a row. `index` is its place in the view. */
export class RowSelectEvent extends Event {
  static readonly type = "row-select";
  readonly row: number;
  readonly index: number;
  constructor(row: number, index: number) {
    super(RowSelectEvent.type, { bubbles: true, composed: true });
    this.row = row;
    this.index = index;
  }
}

/** A person folded or unfolded rows. */
export class RowFoldEvent extends Event {
  static readonly type = "row-fold";
  readonly rows: readonly number[];
  readonly collapsed: boolean;
  constructor(rows: readonly number[], collapsed: boolean) {
    super(RowFoldEvent.type, { bubbles: true, composed: true });
    this.rows = rows;
    this.collapsed = collapsed;
  }
}

/** The cursor wants the parent of a row that is not at hand: only the engine knows where it stands. */
export class RowParentEvent extends Event {
  static readonly type = "row-parent";
  readonly row: number;
  constructor(row: number) {
    super(RowParentEvent.type, { bubbles: true, composed: true });
    this.row = row;
  }
}
