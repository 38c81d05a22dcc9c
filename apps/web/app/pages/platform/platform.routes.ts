import type { Routes } from '@angular/router';
import accountsIcon from '@material-symbols/svg-400/rounded/domain.svg';
import systemIcon from '@material-symbols/svg-400/rounded/monitor_heart.svg';
import { page } from '../../page-route';

const allow = 'platform.read';
const write = 'platform.write';

export const platformRoutes: Routes = [
  page('platform/accounts', 'Accounts', () => import('./accounts').then((m) => m.Accounts), {
    nav: { group: 'Platform', icon: accountsIcon },
    allow,
  }),
  page(
    'platform/accounts/new',
    'New account',
    () => import('./account-editor').then((m) => m.AccountEditor),
    {
      under: 'platform/accounts',
      allow: write,
    },
  ),
  page(
    'platform/accounts/:id',
    'Account',
    () => import('./account-editor').then((m) => m.AccountEditor),
    {
      under: 'platform/accounts',
      allow,
    },
  ),
  page(
    'platform/accounts/:id/users',
    'Users',
    () => import('./account-users').then((m) => m.AccountUsers),
    { under: 'platform/accounts/:id', allow },
  ),
  page(
    'platform/accounts/:id/users/new',
    'New user',
    () => import('./account-user-editor').then((m) => m.AccountUserEditor),
    { under: 'platform/accounts/:id/users', allow: write },
  ),
  page(
    'platform/accounts/:id/users/:userId',
    'User',
    () => import('./account-user-editor').then((m) => m.AccountUserEditor),
    { under: 'platform/accounts/:id/users', allow },
  ),
  page(
    'platform/accounts/:id/usage',
    'Use of limits',
    () => import('./account-usage').then((m) => m.AccountUsage),
    { under: 'platform/accounts/:id', allow },
  ),
];

/** After the other pages for operators: it is the last in their navigation. */
export const systemRoutes: Routes = [
  page('platform/system', 'System', () => import('./system').then((m) => m.System), {
    nav: { group: 'Platform', icon: systemIcon },
    allow,
  }),
];
