import type { PageTab } from '@belltower/ui';

export const CAMPAIGN_TABS: readonly PageTab[] = [
  { title: 'List', link: ['/campaigns'] },
  { title: 'Timeline', link: ['/campaigns/timeline'] },
];
