import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/graphic_eq.svg';
import { page } from '../../page-route';

export const audioRoutes: Routes = [
  page('audio', 'Audio', () => import('./audio').then((m) => m.Audio), {
    nav: { group: 'Outreach', icon },
    allow: 'audio.read',
  }),
];
