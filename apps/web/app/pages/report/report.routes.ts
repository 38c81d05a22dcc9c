import type { Routes } from '@angular/router';
import callsIcon from '@material-symbols/svg-400/rounded/call_log.svg';
import messagesIcon from '@material-symbols/svg-400/rounded/sms.svg';
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
  page('messages', 'Messages', () => import('./messages').then((m) => m.MessageList), {
    nav: { group: 'Reports', icon: messagesIcon },
    allow,
  }),
  page('messages/:id', 'Message', () => import('./message-page').then((m) => m.MessagePage), {
    under: 'messages',
    allow,
  }),
  page('daily', 'Daily', () => import('./daily-calls').then((m) => m.DailyCalls), {
    nav: { group: 'Reports', icon: dailyIcon },
    allow,
  }),
  page(
    'daily/messages',
    'Messages',
    () => import('./daily-messages').then((m) => m.DailyMessages),
    {
      under: 'daily',
      allow,
    },
  ),
];
