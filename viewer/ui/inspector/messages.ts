/** A person chose another event through a link. */
export class LinkSelectEvent extends Event {
  static readonly type = "link-select";
  readonly row: number;
  constructor(row: number) {
    super(LinkSelectEvent.type, { bubbles: true, composed: true });
    this.row = row;
  }
}
