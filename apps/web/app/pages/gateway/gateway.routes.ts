import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/cell_tower.svg';
import { page } from '../../page-route';

const ownGateway = () => import('./own-gateway').then((m) => m.OwnGateway);
const platformGateway = () => import('./platform-gateway').then((m) => m.PlatformGateway);

/** The gateways of an account. */
export const gatewayRoutes: Routes = [
  page('gateways', 'Gateways', () => import('./gateways').then((m) => m.Gateways), {
    nav: { group: 'Account', icon },
    allow: 'gateway.read',
  }),
  page('gateways/new', 'New gateway', ownGateway, { under: 'gateways', allow: 'gateway.write' }),
  page('gateways/:id', 'Gateway', ownGateway, { under: 'gateways', allow: 'gateway.write' }),
];

/** All gateways, for operators. */
export const platformGatewayRoutes: Routes = [
  page(
    'platform/gateways',
    'All gateways',
    () => import('./platform-gateways').then((m) => m.PlatformGateways),
    { nav: { group: 'Platform', icon }, allow: 'platform.read' },
  ),
  page('platform/gateways/new', 'New gateway', platformGateway, {
    under: 'platform/gateways',
    allow: 'platform.write',
  }),
  page('platform/gateways/:id', 'Gateway', platformGateway, {
    under: 'platform/gateways',
    allow: 'platform.read',
  }),
];
