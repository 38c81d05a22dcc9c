import type { Routes } from '@angular/router';
import { audioRoutes } from './pages/audio/audio.routes';
import { campaignRoutes } from './pages/campaign/campaign.routes';
import { contactRoutes } from './pages/contact/contact.routes';
import { exportRoutes } from './pages/export/export.routes';
import { gatewayRoutes, platformGatewayRoutes } from './pages/gateway/gateway.routes';
import { dashboardRoutes } from './pages/dashboard/dashboard.routes';
import { importRoutes } from './pages/import/import.routes';
import { personRoutes } from './pages/person/person.routes';
import { phonebookRoutes } from './pages/phonebook/phonebook.routes';
import { platformRoutes, systemRoutes } from './pages/platform/platform.routes';
import { replyRoutes } from './pages/reply/reply.routes';
import { reportRoutes } from './pages/report/report.routes';
import { settingsRoutes } from './pages/settings/settings.routes';
import {
  platformSuppressionRoutes,
  suppressionRoutes,
} from './pages/suppression/suppression.routes';
import { originalAddresses } from './original-addresses';
import { signedIn } from './shell/guards';

/** Every page of the panel. An area adds its routes to `children`; its links then stand in the navigation. */
export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in',
    loadComponent: () => import('./sign-in/sign-in').then((m) => m.SignIn),
  },
  {
    path: 'set-up',
    title: 'Welcome',
    loadComponent: () => import('./sign-in/set-up').then((m) => m.SetUp),
  },
  {
    path: 'forgotten-password',
    title: 'Forgotten password',
    loadComponent: () => import('./sign-in/forgotten-password').then((m) => m.ForgottenPassword),
  },
  {
    path: 'reset-password',
    title: 'New password',
    loadComponent: () => import('./sign-in/reset-password').then((m) => m.ResetPassword),
  },
  {
    path: 'turned-away',
    title: 'Not available',
    loadComponent: () => import('./sign-in/turned-away').then((m) => m.TurnedAway),
  },
  ...originalAddresses,
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((m) => m.Shell),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'dashboard' },
      ...dashboardRoutes,
      ...phonebookRoutes,
      ...importRoutes,
      ...contactRoutes,
      ...suppressionRoutes,
      ...personRoutes,
      ...campaignRoutes,
      ...replyRoutes,
      ...audioRoutes,
      ...gatewayRoutes,
      ...reportRoutes,
      ...exportRoutes,
      ...settingsRoutes,
      ...platformRoutes,
      ...platformGatewayRoutes,
      ...platformSuppressionRoutes,
      ...systemRoutes,
      {
        path: 'not-allowed',
        title: 'Not allowed',
        loadComponent: () => import('./shell/not-allowed').then((m) => m.NotAllowed),
      },
      {
        path: '**',
        title: 'Not found',
        loadComponent: () => import('./shell/not-found').then((m) => m.NotFound),
      },
    ],
  },
];
