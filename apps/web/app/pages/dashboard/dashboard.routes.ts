import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/space_dashboard.svg';
import { page } from '../../page-route';

export const dashboardRoutes: Routes = [
  page('dashboard', 'Dashboard', () => import('./dashboard').then((m) => m.Dashboard), {
    nav: { group: 'Overview', icon },
    allow: 'report.read',
  }),
];
