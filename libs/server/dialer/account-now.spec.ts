import { Channel } from '@belltower/dto';
import { accountsNow } from './account-now';

const campaign = (accountId: number, id: number, channel: Channel) => ({
  ...{ accountId, channel, key: `${accountId}/${id}` },
});

describe('what accounts do at this moment', () => {
  it('is calls on the wire and messages of the last minute, of those who do anything', () => {
    const { Voice, Sms } = Channel;
    const lastMinute: Record<string, number> = { '1/1': 90, '1/2': 600, '1/3': 40, '2/4': 7 };
    const accounts = accountsNow({
      wire: { byAccount: () => new Map([[1, 32]]) },
      campaigns: [
        ...[campaign(1, 1, Voice), campaign(1, 2, Sms), campaign(1, 3, Sms)],
        ...[campaign(2, 4, Sms), campaign(3, 5, Sms)],
      ],
      callsLastMinute: (key) => lastMinute[key] ?? 0,
    });
    expect([...accounts]).toEqual([
      [1, { callsNow: 32, messagesLastMinute: 640 }],
      [2, { callsNow: 0, messagesLastMinute: 7 }],
    ]);
  });
});
