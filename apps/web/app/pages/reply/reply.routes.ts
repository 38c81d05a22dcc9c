import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/inbox.svg';
import { page } from '../../page-route';

export const replyRoutes: Routes = [
  page('replies', 'Replies', () => import('./replies').then((m) => m.Replies), {
    nav: { group: 'Outreach', icon },
    allow: 'report.read',
  }),
];
