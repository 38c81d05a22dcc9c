import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/import_contacts.svg';
import { page } from '../../page-route';

const allow = 'phonebook.read';

export const phonebookRoutes: Routes = [
  page('phonebooks', 'Phonebooks', () => import('./phonebooks').then((m) => m.Phonebooks), {
    nav: { group: 'People', icon },
    allow,
  }),
  page(
    'phonebooks/new',
    'New phonebook',
    () => import('./phonebook-editor').then((m) => m.PhonebookEditor),
    {
      under: 'phonebooks',
      allow: 'phonebook.write',
    },
  ),
  page(
    'phonebooks/:id',
    'Phonebook',
    () => import('./phonebook-editor').then((m) => m.PhonebookEditor),
    {
      under: 'phonebooks',
      allow,
    },
  ),
];
