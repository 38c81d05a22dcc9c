import type { Routes } from '@angular/router';
import callsIcon from '@material-symbols/svg-400/rounded/call_log.svg';
import dailyIcon from '@material-symbols/svg-400/rounded/calendar_view_month.svg';
import { page } from '../../page-route';

const allow = 'report.read';

export const reportRoutes: Routes = [
  page('calls', 'Calls', () => import('./calls').then((m) => m.Calls), {
    nav: { group: 'Reports', icon: callsIcon },
    allow,
  }),
  page('calls/:id', 'Call', () => import('./call-page').then((m) => m.CallPage), {
    under: 'calls',
    allow,
  }),
  page('daily', 'Daily', () => import('./daily').then((m) => m.Daily), {
    nav: { group: 'Reports', icon: dailyIcon },
    allow,
  }),
];
