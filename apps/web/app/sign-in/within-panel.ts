/** The address, if it is one of this panel: a full one could lead anywhere. Otherwise the first page. */
export function withinPanel(address: string): string {
  return /^\/(?![/\\])/.test(address) ? address : '/';
}
