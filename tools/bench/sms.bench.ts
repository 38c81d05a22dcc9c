import { Channel, MessageState, SmppSettings } from '@belltower/dto';
import { Smsc } from '../../libs/server/messaging/smpp/testing/smsc';
import { CampaignRow } from '../../libs/server/dialer/dialer.builder';
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
/** Who says STOP, each at a moment of their own. */
const STOPPING = 200;
const WATCH_SECONDS = 3;

/** Over SMPP on the loopback, against the message centre of the tests. */
export default async function sms(context: BenchContext): Promise<void> {
  const seconds = context.quick ? 10 : 60;
  context.say(`about ${Math.ceil((1.5 * (seconds + WARM_UP_SECONDS) + 50) / 60)} minutes`);
  const bench = await DialingBench.open(context);
  if (context.wants('rate')) await rate(context, bench, seconds);
  if (context.wants('STOP')) await stop(context, bench);
}

/**
 * Claim → submit → receipt, where everything is delivered at once: messages a second of which all that is to be known is in
 * the database. At the end the sums are compared with the message centre's own record.
 */
async function rate(context: BenchContext, bench: DialingBench, seconds: number): Promise<void> {
  const expected = seconds + WARM_UP_SECONDS;
  const smsc = await Smsc.start({ answer: 'taken', outcome: 'delivered' });
  context.onEnd(() => smsc.close());
  await fill(bench, smsc.port, CAMPAIGNS, expected * FILLED_A_SECOND);
  const dialer = await bench.spawn();
  await sleep(WARM_UP_SECONDS);
  const before = await delivered(bench);
  const started = performance.now();
  await sleep(seconds);
  const reached = ((await delivered(bench)) - before) / ((performance.now() - started) / 1_000);
  context.say(`${Math.round(reached)} messages a second`);
  context.row({
    row: 'messages per second, from claim to receipt',
    value: Math.round(reached),
    target: '>= 1000',
    met: reached >= 1_000,
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

/**
 * Nothing is ever delivered and everybody is texted again a second later, until one after the other says STOP: how long after
 * that the last message to each of them is submitted.
 */
async function stop(context: BenchContext, bench: DialingBench): Promise<void> {
  const smsc = await Smsc.start({ answer: 'taken', outcome: 'undelivered' });
  context.onEnd(() => smsc.close());
  await fill(bench, smsc.port, 1, STOPPING, {
    max_retries: 1_000_000,
    retry_after_seconds: 1,
    retry_on: [MessageState.Undelivered],
  });
  const dialer = await bench.spawn();
  await bench.until('everybody is texted twice', async () => smsc.submits.length > 2 * STOPPING);
  const saidMs = new Map<unknown, number>();
  for (const submit of smsc.submits) {
    const number = submit['destination_addr'];
    if (saidMs.has(number)) continue;
    saidMs.set(number, performance.now());
    smsc.reply(submit, 'STOP');
    await sleep(0.01);
  }
  await sleep(WATCH_SECONDS);
  const lastMs = new Map(
    smsc.submits.map((submit, nth) => [submit['destination_addr'], smsc.cameMs[nth]!]),
  );
  const after = [...saidMs].map(([number, said]) => Math.max(0, lastMs.get(number)! - said));
  const worst = Math.round(Math.max(...after));
  context.say(`${saidMs.size} said STOP while ${smsc.submits.length} messages were submitted`);
  context.row({
    row: `STOP: last message after it was said, at worst of ${saidMs.size}, in ms`,
    value: worst,
    target: '<= 1000',
    met: worst <= 1_000,
  });
  await dialer.stop();
}

async function fill(
  bench: DialingBench,
  port: number,
  campaigns: number,
  messages: number,
  values: Partial<CampaignRow> = {},
): Promise<void> {
  await bench.clear();
  const settings = Object.assign(new SmppSettings(), {
    host: '127.0.0.1',
    port,
    systemId: 'belltower',
    segmentsPerSecond: null,
    window: 500,
  });
  const gateway = await bench.gateway({}, { channel: Channel.Sms, driver: 'smpp', settings });
  for (let n = 0; n < campaigns; n++) {
    const campaign = await bench.campaign([gateway], {
      channel: Channel.Sms,
      message: TEXT,
      placeholders: ['first_name'],
      calls_per_minute: 60_000,
      ...values,
    });
    await bench.fill(campaign, Math.ceil(messages / campaigns));
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
