import { Channel, SmppSettings } from '@belltower/dto';
import { Smsc } from '../../libs/server/messaging/smpp/testing/smsc';
import type { BenchContext } from './bench';
import { DialingBench, sleep } from './dialing';

/** One campaign may ask for a thousand messages a second at most: several together ask for all there is. */
const CAMPAIGNS = 4;
/** A new leader waits before it sends its first message. */
const WARM_UP_SECONDS = 6;
/** More than can be sent in a second. */
const FILLED_A_SECOND = 3_000;
const TEXT =
  'Hello {first_name|there}, your appointment is tomorrow at nine. Reply STOP to opt out.';

/**
 * Claim → submit → receipt over SMPP on the loopback, against the message centre of the tests, which delivers everything at
 * once: messages a second of which all that is to be known is in the database. At the end the sums are compared with the
 * message centre's own record.
 */
export default async function sms(context: BenchContext): Promise<void> {
  const seconds = context.quick ? 10 : 60;
  const expected = seconds + WARM_UP_SECONDS;
  context.say(`about ${Math.ceil((expected * 1.5 + 20) / 60)} minutes`);
  const bench = await DialingBench.open(context);
  const smsc = await Smsc.start({ answer: 'taken', outcome: 'delivered' });
  context.onEnd(() => smsc.close());
  await fill(bench, smsc.port, expected * FILLED_A_SECOND);
  const dialer = await bench.spawn();
  await sleep(WARM_UP_SECONDS);
  const before = await delivered(bench);
  const started = performance.now();
  await sleep(seconds);
  const rate = ((await delivered(bench)) - before) / ((performance.now() - started) / 1_000);
  context.say(`${Math.round(rate)} messages a second`);
  context.row({
    row: 'messages per second, from claim to receipt',
    value: Math.round(rate),
    target: '>= 1000',
    met: rate >= 1_000,
  });
  await bench.query(`update campaign set status = 'paused'`);
  await bench.until('every message is told of', async () => {
    const [row] = await bench.query<{ open: number }>(
      `select (select count(*) from inflight) + (select count(*) from message where awaits) as open`,
    );
    return Number(row!.open) === 0 && smsc.isQuiet;
  });
  const off = Math.abs((await delivered(bench)) - smsc.submits.length);
  context.row({
    row: 'messages in the sums and not in the message centre’s record, or the other way round',
    value: off,
    target: '0',
    met: off === 0,
  });
  await dialer.stop();
}

async function fill(bench: DialingBench, port: number, messages: number): Promise<void> {
  await bench.clear();
  const settings = Object.assign(new SmppSettings(), {
    host: '127.0.0.1',
    port,
    systemId: 'belltower',
    segmentsPerSecond: null,
    window: 500,
  });
  const gateway = await bench.gateway({}, { channel: Channel.Sms, driver: 'smpp', settings });
  for (let n = 0; n < CAMPAIGNS; n++) {
    const campaign = await bench.campaign([gateway], {
      channel: Channel.Sms,
      message: TEXT,
      placeholders: ['first_name'],
      calls_per_minute: 60_000,
    });
    await bench.fill(campaign, Math.ceil(messages / CAMPAIGNS));
  }
  await bench.settle();
}

/** According to the sums. */
async function delivered(bench: DialingBench): Promise<number> {
  const [row] = await bench.query<{ messages: number }>(
    `select coalesce(sum(messages), 0)::int messages from message_stat where state = 'delivered'`,
  );
  return row!.messages;
}
