import { Account } from '@belltower/auth';
import { Queryable } from '@belltower/core';
import { WeekDay } from '@belltower/dto';

/** Within which any campaign of an account may call. */
export interface AccountHours {
  /** `HH:MM`. Later than `hoursUntil` means that the hours cross midnight. */
  hoursFrom: string;
  /** `HH:MM`, itself outside the hours. */
  hoursUntil: string;
  weekDays: WeekDay[];
  /** The account's, which counts where the number's own does not. */
  timeZone: string;
}

/** The columns of an account that say it. */
export type AccountHoursColumns = Pick<Account, 'callFrom' | 'callUntil' | 'callDays' | 'timeZone'>;

const DAYS_OF_WEEK = Object.values(WeekDay).length;

/** An account's calling hours; null where it has none of its own and may call at any time. */
export function accountHoursOf(account: AccountHoursColumns): AccountHours | null {
  const { callFrom, callUntil, callDays, timeZone } = account;
  if (callFrom === null && callDays.length === DAYS_OF_WEEK) return null;
  return {
    hoursFrom: callFrom ?? '00:00',
    hoursUntil: callUntil ?? '24:00',
    weekDays: callDays,
    timeZone,
  };
}

/** Whether the two let an account call at different times. */
export function areHoursChanged(before: AccountHoursColumns, after: AccountHoursColumns): boolean {
  return JSON.stringify(accountHoursOf(before)) !== JSON.stringify(accountHoursOf(after));
}

/** What {@link accountHoursOf} reads, of a row of `account`, as one SQL expression. */
export const accountHoursJsonSql = (alias: string) =>
  `json_build_object('callFrom', ${alias}.call_from, 'callUntil', ${alias}.call_until,
     'callDays', ${alias}.call_days, 'timeZone', ${alias}.time_zone)`;

export async function readAccountHours(
  db: Queryable,
  accountId: number,
): Promise<AccountHours | null> {
  const [{ hours }] = await db.query<[{ hours: AccountHoursColumns }]>(
    `select ${accountHoursJsonSql('account')} as hours from account where id = $1`,
    [accountId],
  );
  return accountHoursOf(hours);
}
