import { Role } from '@belltower/dto';

/** What a route can demand. `platform.*` belongs to operators, whatever their role. */
export const PERMISSIONS = [
  'account.read',
  'account.write',
  'user.read',
  'user.write',
  'api-key.write',
  'audit.read',
  'phonebook.read',
  'phonebook.write',
  'contact.read',
  'contact.write',
  'import.write',
  'gateway.read',
  'gateway.write',
  'suppression.read',
  'suppression.write',
  'audio.read',
  'audio.write',
  'campaign.read',
  'campaign.write',
  'report.read',
  'export.write',
  'saved-view.share',
  'person.read',
  'person.erase',
  'platform.read',
  'platform.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEWER: Permission[] = [
  'account.read',
  'phonebook.read',
  'contact.read',
  'gateway.read',
  'suppression.read',
  'audio.read',
  'campaign.read',
  'report.read',
];
const MANAGER: Permission[] = [
  ...VIEWER,
  'phonebook.write',
  'contact.write',
  'import.write',
  'suppression.write',
  'audio.write',
  'campaign.write',
  'export.write',
  'saved-view.share',
  'person.read',
  'person.erase',
];
const OWNER: Permission[] = [
  ...MANAGER,
  'account.write',
  'user.read',
  'user.write',
  'api-key.write',
  'audit.read',
  'gateway.write',
];

const BY_ROLE: Record<Role, readonly Permission[]> = {
  [Role.Viewer]: VIEWER,
  [Role.Manager]: MANAGER,
  [Role.Owner]: OWNER,
};

/** Everything that a role, and an operator besides, may do. */
export function permissionsOf(role: Role, operator: boolean): readonly Permission[] {
  return operator ? [...BY_ROLE[role], 'platform.read', 'platform.write'] : BY_ROLE[role];
}
