import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/settings.svg';
import { page } from '../../page-route';

export const settingsRoutes: Routes = [
  page('settings', 'Settings', () => import('./account-settings').then((m) => m.AccountSettings), {
    nav: { group: 'Account', icon },
    allow: 'account.read',
  }),
  page('settings/users', 'Users', () => import('./users').then((m) => m.Users), {
    under: 'settings',
    allow: 'user.read',
  }),
  page('settings/users/new', 'New user', () => import('./user-editor').then((m) => m.UserEditor), {
    under: 'settings/users',
    allow: 'user.write',
  }),
  page('settings/users/:id', 'User', () => import('./user-editor').then((m) => m.UserEditor), {
    under: 'settings/users',
    allow: 'user.read',
  }),
  page('settings/api-keys', 'API keys', () => import('./api-keys').then((m) => m.ApiKeys), {
    under: 'settings',
    allow: 'api-key.write',
  }),
  page('settings/limits', 'Limits', () => import('./limits').then((m) => m.Limits), {
    under: 'settings',
    allow: 'account.read',
  }),
  page('settings/activity', 'Activity', () => import('./audit').then((m) => m.Audit), {
    under: 'settings',
    allow: 'audit.read',
  }),
  page(
    'settings/password',
    'Password',
    () => import('./change-password').then((m) => m.ChangePassword),
    {
      under: 'settings',
    },
  ),
];
