import type { Routes } from '@angular/router';
import { page } from '../../page-route';

export const personRoutes: Routes = [
  page(
    'do-not-call/person',
    'One person’s data',
    () => import('./person-page').then((m) => m.PersonPage),
    { under: 'do-not-call', allow: 'person.read' },
  ),
];
