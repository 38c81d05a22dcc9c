import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/phone_disabled.svg';
import { page } from '../../page-route';

const allow = 'suppression.read';
const write = 'suppression.write';

export const suppressionRoutes: Routes = [
  page('do-not-call', 'Do-not-call', () => import('./suppressions').then((m) => m.Suppressions), {
    nav: { group: 'People', icon },
    allow,
  }),
  page(
    'do-not-call/new',
    'Add a number',
    () => import('./suppression-editor').then((m) => m.SuppressionEditor),
    {
      under: 'do-not-call',
      allow: write,
    },
  ),
  page(
    'do-not-call/lists',
    'Lists',
    () => import('./suppression-lists').then((m) => m.SuppressionLists),
    {
      under: 'do-not-call',
      allow,
    },
  ),
  page(
    'do-not-call/lists/new',
    'New list',
    () => import('./suppression-list-editor').then((m) => m.SuppressionListEditor),
    {
      under: 'do-not-call/lists',
      allow: write,
    },
  ),
  page(
    'do-not-call/lists/:id',
    'List',
    () => import('./suppression-list-editor').then((m) => m.SuppressionListEditor),
    {
      under: 'do-not-call/lists',
      allow,
    },
  ),
];
