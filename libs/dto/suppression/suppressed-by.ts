/** What keeps a number from being called by a campaign; where it is several, the first of these. */
export enum SuppressedBy {
  OptOut = 'opt-out',
  /** A do-not-call list of the account. */
  List = 'list',
  /** A list that the operator keeps for every account. */
  PlatformList = 'platform-list',
  /** It was held back, and whatever did so has been removed since. */
  Removed = 'removed-since',
}

export const SUPPRESSED_BY_WORDS: Readonly<Record<SuppressedBy, string>> = {
  [SuppressedBy.OptOut]: 'Opted out',
  [SuppressedBy.List]: 'On a do-not-call list',
  [SuppressedBy.PlatformList]: 'On a list for all accounts',
  [SuppressedBy.Removed]: 'On a list then, not any more',
};
