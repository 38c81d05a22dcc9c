import type { Routes } from '@angular/router';
import { page } from '../../page-route';

const allow = 'import.write';

/** Before the routes of contacts, whose `contacts/:id` would take `contacts/import`. */
export const importRoutes: Routes = [
  page('contacts/import', 'Import', () => import('./imports').then((m) => m.Imports), {
    under: 'contacts',
    allow,
  }),
  page('contacts/import/:id', 'File', () => import('./import-page').then((m) => m.ImportPage), {
    under: 'contacts/import',
    allow,
  }),
];
