/** A picture that was left in the file is about to be shown: whoever knows the file answers. */
export class PictureWantedEvent extends Event {
  static readonly type = "picture-wanted";
  /** What stands in its place; see `format/pictures/mark.ts`. */
  readonly mark: string;
  /** The picture, or why there is none. */
  answer: Promise<Blob | string> | undefined;
  constructor(mark: string) {
    super(PictureWantedEvent.type, { bubbles: true, composed: true });
    this.mark = mark;
  }
}
