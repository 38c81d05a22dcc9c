import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/campaign.svg';
import subscribersIcon from '@material-symbols/svg-400/rounded/recent_actors.svg';
import { page } from '../../page-route';

const allow = 'campaign.read';
const write = 'campaign.write';
const editor = () => import('./campaign-editor').then((m) => m.CampaignEditor);

export const campaignRoutes: Routes = [
  page('campaigns', 'Campaigns', () => import('./campaigns').then((m) => m.Campaigns), {
    nav: { group: 'Outreach', icon },
    allow,
  }),
  page(
    'campaigns/timeline',
    'Timeline',
    () => import('./campaign-timeline').then((m) => m.CampaignTimeline),
    { under: 'campaigns', allow },
  ),
  page(
    'campaigns/calling-hours',
    'Calling hours by country',
    () => import('./calling-rules').then((m) => m.CallingRules),
    { under: 'campaigns', allow },
  ),
  page('campaigns/new', 'New campaign', editor, { under: 'campaigns', allow: write }),
  page('campaigns/:id', 'Campaign', () => import('./campaign-page').then((m) => m.CampaignPage), {
    under: 'campaigns',
    allow,
  }),
  page(
    'campaigns/:id/report',
    'Report',
    () => import('./campaign-report').then((m) => m.CampaignReport),
    { under: 'campaigns/:id', allow: 'report.read' },
  ),
  page('campaigns/:id/edit', 'Edit campaign', editor, { under: 'campaigns/:id', allow: write }),
  page('subscribers', 'Subscribers', () => import('./subscribers').then((m) => m.Subscribers), {
    nav: { group: 'Outreach', icon: subscribersIcon },
    allow,
  }),
];
