/** Takes records of one version to the next. */
export interface UpgradeStep {
  /** The version it takes; it makes version `from + 1`. */
  readonly from: number;
  /** An event of version `from` as one of the next version. Members it does not know pass through. */
  upgrade(record: Readonly<Record<string, unknown>>): Record<string, unknown>;
}
