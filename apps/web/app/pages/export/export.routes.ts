import type { Routes } from '@angular/router';
import exportsIcon from '@material-symbols/svg-400/rounded/download_2.svg';
import { page } from '../../page-route';

export const exportRoutes: Routes = [
  page('exports', 'Exports', () => import('./exports').then((m) => m.Exports), {
    nav: { group: 'Reports', icon: exportsIcon },
    allow: 'account.read',
  }),
];
