/** A picture whose base64 was left in the file, so that a payload of megabytes crosses to the page as a few lines. */
export interface LeftPicture {
  /** What stands in the JSON in its place; see `format/pictures/mark.ts`. */
  readonly mark: string;
  readonly row: number;
  /** Bytes from the beginning of the row's payload to the base64, and its length. */
  readonly start: number;
  readonly length: number;
}
