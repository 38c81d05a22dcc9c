import type { Routes } from '@angular/router';
import accountsIcon from '@material-symbols/svg-400/rounded/domain.svg';
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
];
