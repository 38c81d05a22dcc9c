import type { Routes } from '@angular/router';
import icon from '@material-symbols/svg-400/rounded/phone_disabled.svg';
import platformIcon from '@material-symbols/svg-400/rounded/phone_locked.svg';
import { NavGroup, page } from '../../page-route';

const numbers = () => import('./suppressions').then((m) => m.Suppressions);
const adding = () => import('./add-numbers').then((m) => m.AddNumbers);
const lists = () => import('./suppression-lists').then((m) => m.SuppressionLists);
const list = () => import('./suppression-list-editor').then((m) => m.SuppressionListEditor);
const imports = () => import('../import/imports').then((m) => m.Imports);
const importPage = () => import('../import/import-page').then((m) => m.ImportPage);

interface Area {
  base: string;
  title: string;
  read: string;
  write: string;
  group: NavGroup;
  icon: string;
}

/** The pages that lists of the account and of the platform have in common. */
function pagesOf({ base, title, read, write, group, icon: file }: Area): Routes {
  return [
    page(base, title, numbers, { nav: { group, icon: file }, allow: read }),
    page(`${base}/new`, 'Add numbers', adding, { under: base, allow: write }),
    page(`${base}/lists`, 'Lists', lists, { under: base, allow: read }),
    page(`${base}/lists/new`, 'New list', list, { under: `${base}/lists`, allow: write }),
    page(`${base}/lists/:id`, 'List', list, { under: `${base}/lists`, allow: read }),
    page(`${base}/import`, 'Import', imports, { under: base, allow: write }),
    page(`${base}/import/:id`, 'File', importPage, { under: `${base}/import`, allow: write }),
  ];
}

const ACCOUNT: Area = {
  base: 'do-not-call',
  title: 'Do-not-call',
  read: 'suppression.read',
  write: 'suppression.write',
  group: 'People',
  icon,
};

export const suppressionRoutes: Routes = [
  ...pagesOf(ACCOUNT),
  page('do-not-call/opt-outs', 'Opt-outs', () => import('./opt-outs').then((m) => m.OptOuts), {
    under: ACCOUNT.base,
    allow: ACCOUNT.read,
  }),
  page(
    'do-not-call/check',
    'Check a number',
    () => import('./number-check').then((m) => m.NumberCheck),
    { under: ACCOUNT.base, allow: ACCOUNT.read },
  ),
];

export const platformSuppressionRoutes: Routes = pagesOf({
  base: 'platform/do-not-call',
  title: 'Do-not-call for all',
  read: 'platform.read',
  write: 'platform.write',
  group: 'Platform',
  icon: platformIcon,
});
