import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/contacts.svg';
import { page } from '../../page-route';

const allow = 'contact.read';

export const contactRoutes: Routes = [
  page('contacts', 'Contacts', () => import('./contacts').then((m) => m.Contacts), {
    nav: { group: 'People', icon },
    allow,
  }),
  page(
    'contacts/new',
    'New contact',
    () => import('./contact-editor').then((m) => m.ContactEditor),
    {
      under: 'contacts',
      allow: 'contact.write',
    },
  ),
  page(
    'contacts/:id/history',
    'History',
    () => import('./contact-history').then((m) => m.ContactHistory),
    { under: 'contacts', allow },
  ),
  page('contacts/:id', 'Contact', () => import('./contact-editor').then((m) => m.ContactEditor), {
    under: 'contacts',
    allow,
  }),
];
