import type { PageTab } from '@belltower/ui';

/** The parts of an account as an operator sees it. */
export function accountTabs(id: number | string): PageTab[] {
  const account = ['/platform/accounts', String(id)];
  return [
    { title: 'Account', link: account },
    { title: 'Users', link: [...account, 'users'] },
    { title: 'Use of limits', link: [...account, 'usage'] },
  ];
}
