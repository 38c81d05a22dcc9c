import { Channel, SmppSettings } from '@belltower/dto';
import { GatewayCheck } from '@belltower/gateway';
import { givenCampaign, givenGateway } from '../../../libs/server/dialer/dialer.builder';
import { Smsc } from '../../../libs/server/messaging/smpp/testing/smsc';
import { until } from '../testing/faults';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const OURS = '12025550100';
const THEIRS = '12025550123';

describe('the connection to a message centre, while nobody sends', () => {
  let room: DialingRoom;
  let smsc: Smsc;
  let gatewayId: number;

  beforeEach(async () => {
    room = await openDialingRoom();
    smsc = await Smsc.start({ answer: 'taken' });
    gatewayId = await givenGateway(room.database.source, room.accountId, {
      ...{ channel: Channel.Sms, driver: 'smpp', settings: settingsOf(smsc) },
    });
  });
  afterEach(async () => {
    await room.close();
    await smsc.close();
  });

  const settingsOf = ({ port }: Smsc) =>
    Object.assign(new SmppSettings(), { host: '127.0.0.1', port, systemId: 'belltower' });
  const reply = (text: string) =>
    smsc.deliver({
      ...{ source_addr_ton: 1, source_addr: THEIRS, dest_addr_ton: 1, destination_addr: OURS },
      ...{ esm_class: 0, data_coding: 0, short_message: Buffer.from(text) },
    });

  async function givenMessage(stopConfirmation: string): Promise<void> {
    const { source: db } = room.database;
    const campaignId = await givenCampaign(db, room.accountId, [gatewayId], {
      ...{ channel: Channel.Sms, message: 'Hello', status: 'paused' },
    });
    await room.query('update campaign set stop_confirmation = $1', [stopConfirmation]);
    await room.query(
      `insert into message (account_id, id, created_at, campaign_id, subscriber_id, number, sender, gateway_id, attempt,
                            state, text, encoding, segments, submitted_at, state_at, awaits)
       values ($1, 1, now(), $2, 1, $3, $4, $5, 1, 'delivered', 'Hello', 'gsm-7', 1, now(), now(), false)`,
      [room.accountId, campaignId, `+${THEIRS}`, `+${OURS}`, gatewayId],
    );
  }

  it('is one, of however many processes, and what comes over it is kept and obeyed', async () => {
    await givenMessage('No more from us.');
    await Promise.all([room.start(), room.start()]);
    await until(async () => smsc.sessions.size > 0, 'Nobody has come.');
    reply('STOP');
    await room.until(`select from opt_out where number = '+${THEIRS}' and source = 'reply STOP'`);
    await room.until('select from reply where confirmed_at is not null');
    await until(async () => smsc.submits.length > 0, 'STOP was not confirmed.');
    expect(smsc.arrived()).toEqual([
      { number: `+${THEIRS}`, sender: `+${OURS}`, text: 'No more from us.' },
    ]);
    // A check by the other process may have one of its own, for a moment.
    await until(async () => smsc.sessions.size === 1, 'There is not one connection.');
    expect(await room.query('select text, meaning from reply')).toEqual([
      { text: 'STOP', meaning: 'stop' },
    ]);
  });

  it('is what a check goes by, also of another process, where no second one is allowed', async () => {
    const strict = await Smsc.start({ answer: 'taken', mostBound: 1 });
    try {
      await room.query('update gateway set settings = $1', [settingsOf(strict)]);
      const [first, second] = [await room.start(), await room.start()];
      await room.until(
        `select from dialer cross join jsonb_array_elements(lines) as line where line ->> 'standing' is not null`,
      );
      const checks = [first, second].map((dialer) => dialer.get(GatewayCheck).check(gatewayId));
      const details = (await Promise.all(checks)).map(
        ({ status, detail }) => `${status}: ${detail}`,
      );
      expect(details.sort()).toEqual([
        expect.stringMatching(/^up: Bound to .* as belltower; it answers in \d+ ms$/),
        expect.stringMatching(/^up: Bound to .* as belltower; said .* by the dialing process/),
      ]);
      expect(strict.binds).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });

  it('is made by another process when the one that kept it stops', async () => {
    const first = await room.start();
    await until(async () => smsc.sessions.size === 1, 'There is not one connection.');
    await room.start();
    await first.close();
    await until(
      async () => smsc.binds.length >= 2 && smsc.sessions.size === 1,
      'No other process has taken over.',
    );
  });

  it('follows the gateway’s settings, and is not made for one that is switched off', async () => {
    const other = await Smsc.start({ answer: 'taken' });
    const last = await Smsc.start({ answer: 'taken' });
    try {
      await room.start();
      await until(async () => smsc.sessions.size === 1, 'There is not one connection.');
      await room.query('update gateway set settings = $1', [settingsOf(other)]);
      await until(
        async () => other.sessions.size === 1 && smsc.sessions.size === 0,
        'The connection has not moved.',
      );
      await givenGateway(room.database.source, room.accountId, {
        ...{ channel: Channel.Sms, driver: 'smpp', settings: settingsOf(smsc), enabled: false },
      });
      const bound = smsc.binds.length;
      // Gateways are gone through in order: whoever has come to one added later has passed the one that is switched off.
      await givenGateway(room.database.source, room.accountId, {
        ...{ channel: Channel.Sms, driver: 'smpp', settings: settingsOf(last) },
      });
      await until(
        async () => last.sessions.size === 1,
        'The gateway added last has no connection.',
      );
      expect(smsc.binds.length).toBe(bound);
    } finally {
      await Promise.all([other.close(), last.close()]);
    }
  });
});
