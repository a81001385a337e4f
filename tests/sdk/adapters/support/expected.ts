/** What an adapter records, scenario by scenario: the rows the tests compare, and the ticks of the table in the docs. */
export interface Expected {
  readonly framework: string;
  /** Packages and majors tested. */
  readonly packages: readonly string[];
  /** Rows of `tree`, by what they show. */
  readonly captures: Readonly<Record<string, string>>;
}
