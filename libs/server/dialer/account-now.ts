import { Channel } from '@belltower/dto';
import { Helm } from './helm';
import { RunningCampaign } from './survey';

/** What an account does at this moment. */
export interface AccountNow {
  callsNow: number;
  messagesLastMinute: number;
}

export const NOTHING: AccountNow = { callsNow: 0, messagesLastMinute: 0 };

type Seen = Pick<Helm, 'callsLastMinute'> & {
  wire: Pick<Helm['wire'], 'byAccount'>;
  campaigns: readonly Pick<RunningCampaign, 'accountId' | 'channel' | 'key'>[];
};

/** What the leader sees of the accounts that do anything: calls on the wire, and messages, which leave it at once. */
export function accountsNow(helm: Seen): Map<number, AccountNow> {
  const accounts = new Map<number, AccountNow>();
  const add = (accountId: number, more: Partial<AccountNow>) => {
    const { callsNow, messagesLastMinute } = { ...NOTHING, ...more };
    if (!callsNow && !messagesLastMinute) return;
    const known = accounts.get(accountId) ?? NOTHING;
    accounts.set(accountId, {
      callsNow: known.callsNow + callsNow,
      messagesLastMinute: known.messagesLastMinute + messagesLastMinute,
    });
  };
  for (const [accountId, callsNow] of helm.wire.byAccount()) add(accountId, { callsNow });
  for (const { accountId, channel, key } of helm.campaigns)
    if (channel === Channel.Sms) add(accountId, { messagesLastMinute: helm.callsLastMinute(key) });
  return accounts;
}
