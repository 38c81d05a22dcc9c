import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/cell_tower.svg';
import { page } from '../../page-route';

export const gatewayRoutes: Routes = [
  page('gateways', 'Gateways', () => import('./gateways').then((m) => m.Gateways), {
    nav: { group: 'Account', icon },
    allow: 'gateway.read',
  }),
];
