import type { AuditView } from '@belltower/dto';

/** `campaign.paused` as people say it: “Campaign paused”. */
export function deedOf({ action }: Pick<AuditView, 'action'>): string {
  const words = action.replace(/[.-]/g, ' ').replace('api key', 'API key');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The details of a deed in one line, without what was not set: “Name: Ana · Role: viewer”. */
export function detailOf({ detail }: Pick<AuditView, 'detail'>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '' && value !== false)
    .map(([name, value]) => `${labelOf(name)}: ${textOf(value)}`)
    .join(' · ');
}

/** `maxCallsPerMinute` is “Max calls per minute”. */
function labelOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: unknown): string {
  if (value === true) return 'yes';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
