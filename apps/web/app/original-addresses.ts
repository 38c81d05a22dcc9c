import type { Routes } from '@angular/router';

const SCREENS = ['phonebook', 'contact', 'campaign'];

/** Addresses of Newfies-Dialer's panel, which people have bookmarked, lead to the same screens here. */
export const originalAddresses: Routes = [
  { path: 'dialer_campaign/contact/import', redirectTo: '/contacts/import' },
  ...SCREENS.flatMap((screen): Routes => [
    { path: `dialer_campaign/${screen}`, pathMatch: 'full', redirectTo: `/${screen}s` },
    { path: `dialer_campaign/${screen}/add`, redirectTo: `/${screen}s/new` },
    { path: `dialer_campaign/${screen}/:id`, redirectTo: `/${screen}s/:id` },
  ]),
];
