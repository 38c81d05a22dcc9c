import { computed, inject } from '@angular/core';
import { PageTab, Session } from '@belltower/ui';

const TABS = [
  { title: 'Account', link: ['/settings'], allow: 'account.read' },
  { title: 'Users', link: ['/settings/users'], allow: 'user.read' },
  { title: 'API keys', link: ['/settings/api-keys'], allow: 'api-key.write' },
  { title: 'Limits', link: ['/settings/limits'], allow: 'account.read' },
  { title: 'Activity', link: ['/settings/activity'], allow: 'audit.read' },
  { title: 'Password', link: ['/settings/password'], allow: undefined },
];

/** The parts of the settings that the person may open. Call it in an injection context. */
export function settingsTabs() {
  const session = inject(Session);
  return computed<PageTab[]>(() => TABS.filter(({ allow }) => session.can(allow)));
}
