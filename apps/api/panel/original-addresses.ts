/** Addresses of the panel that this one succeeds, and where the same screen is now; the first match counts. */
export const ORIGINAL_ADDRESSES: readonly (readonly [RegExp, string])[] = [
  [/^\/dialer_campaign\/contact\/import$/, '/contacts/import'],
  [/^\/dialer_campaign\/(phonebook|contact|campaign)$/, '/$1s'],
  [/^\/dialer_campaign\/(phonebook|contact|campaign)\/add$/, '/$1s/new'],
  [/^\/dialer_campaign\/(phonebook|contact|campaign)\/(\d+)$/, '/$1s/$2'],
];
