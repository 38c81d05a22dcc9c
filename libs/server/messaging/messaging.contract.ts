import { GatewayStatus, MessageState, stateAfter } from '@belltower/dto';
import { Bench, Counter, FarSide } from './contract-counter';
import { Receive, Receipt } from './messaging';

export type { Arrived, Bench, FarSide } from './contract-counter';

const { Queued, Sent, Delivered, Undelivered, Expired, Failed, Rejected, Unknown } = MessageState;

/** Texts of every kind that a network carries, each of which has to arrive as it is. */
const TEXTS = {
  'GSM 7-bit': 'Hello @ there, _you_ owe £5 & €3 [really] {yes} ~ ^ \\ |\nvoilà, Ω §',
  'another script': 'Добрый день, 你好, שלום 😀👍🏽',
  'several segments': 'All of it € '.repeat(40),
  'several segments of another script': 'Καλημέρα 😀 '.repeat(20),
  'what looks like code': '"; drop table x; -- </text> %s {number} ${x} &amp; \'\\"',
};

/** What every driver keeps to. `makeBench` connects one to another side of its own. */
export function describeMessaging(
  name: string,
  makeBench: (side: FarSide, receive: Receive) => Promise<Bench>,
) {
  describe(`the ${name} driver`, () => {
    const counter = new Counter(makeBench);
    const known = (receipts: readonly Receipt[]) =>
      receipts.map(({ state }) => state).reduce(stateAfter, Sent);

    afterEach(() => counter.bench.close());

    it.each(Object.entries(TEXTS))('hands over a text of %s as it is, once', async (_, text) => {
      await counter.connect({ answer: 'taken' });
      const submission = await counter.send({ text });
      expect(submission).toMatchObject({ state: Sent, ids: expect.any(Array) });
      expect(submission.ids.length).toBeGreaterThan(0);
      expect(await counter.bench.arrived()).toEqual([
        { number: '+12025550123', sender: '+12025550100', text },
      ]);
    });

    it('sends under a name', async () => {
      await counter.connect({ answer: 'taken' });
      await counter.send({ sender: 'Clinic' });
      expect(await counter.bench.arrived()).toMatchObject([{ sender: 'Clinic' }]);
    });

    it.each([
      ['delivered', Delivered],
      ['undelivered', Undelivered],
      ['expired', Expired],
    ] as const)(
      'tells that a message was %s, by the id it was taken under',
      async (outcome, state) => {
        await counter.connect({ answer: 'taken', outcome });
        const { ids } = await counter.send();
        expect(counter.receipts).toMatchObject([{ state, id: { key: ids[0]!.key } }]);
      },
    );

    it('tells what was told before the answer, by the same id', async () => {
      await counter.connect({ answer: 'taken', outcome: 'delivered', told: 'before' });
      const { state, ids } = await counter.send();
      expect(state).toBe(Sent);
      expect(counter.receipts).toMatchObject([{ state: Delivered, id: { key: ids[0]!.key } }]);
    });

    it.each(['twice', 'out-of-order'] as const)(
      'tells what the network tells %s, which comes to the same',
      async (told) => {
        await counter.connect({ answer: 'taken', outcome: 'delivered', told });
        await counter.send();
        expect(counter.receipts).toHaveLength(2);
        expect(known(counter.receipts)).toBe(Delivered);
        expect(known(counter.receipts.toReversed())).toBe(Delivered);
      },
    );

    it.each([
      ['wrong-number', Rejected],
      ['broken', Failed],
    ] as const)('says why a message was refused: %s', async (answer, state) => {
      await counter.connect({ answer });
      expect(await counter.send()).toMatchObject({ state, ids: [], code: expect.any(String) });
    });

    it('gives a message back that the other side has no room for', async () => {
      await counter.connect({ answer: 'busy' });
      expect(await counter.send({}, 120)).toMatchObject({ state: Queued, ids: [] });
    });

    it('does not know what became of a message that is never answered, and does not send it again', async () => {
      await counter.connect({ answer: 'silent' });
      expect(await counter.send({}, 120)).toMatchObject({ state: Unknown, ids: [] });
      expect(await counter.bench.arrived()).toHaveLength(1);
    });

    it('gives a message back where nobody is there to take it', async () => {
      await counter.connect({ answer: 'taken', down: true });
      expect(await counter.send({}, 120)).toMatchObject({ state: Queued, ids: [] });
    });

    it('gives a message back at once that is called back before anything of it was said', async () => {
      await counter.connect({ answer: 'taken', down: true });
      const message = counter.message();
      const waiting = counter.bench.messaging.send(message);
      counter.bench.messaging.cancel(message.id);
      expect(await waiting).toMatchObject({ state: Queued, ids: [] });
    });

    it('lets a message go on that is called back when it is on its way', async () => {
      await counter.connect({ answer: 'silent' });
      const message = counter.message();
      const waiting = counter.bench.messaging.send(message);
      await counter.bench.pass(0.5);
      counter.bench.messaging.cancel(message.id);
      await counter.bench.pass(120);
      expect(await waiting).toMatchObject({ state: Unknown, code: 'no-answer' });
      expect(await counter.bench.arrived()).toHaveLength(1);
    });

    it('calls nothing back that is over, or that it does not know', async () => {
      await counter.connect({ answer: 'taken' });
      const message = counter.message();
      expect(await counter.send(message)).toMatchObject({ state: Sent });
      counter.bench.messaging.cancel(message.id);
      counter.bench.messaging.cancel('bt-1-other');
      expect(await counter.send()).toMatchObject({ state: Sent });
      expect(await counter.bench.arrived()).toHaveLength(2);
    });

    it('refuses a second message under the id of one that is being handed over', async () => {
      await counter.connect({ answer: 'taken' });
      const first = counter.bench.messaging.send(counter.message({ id: 'bt-1-once' }));
      const second = await counter.bench.messaging.send(counter.message({ id: 'bt-1-once' }));
      expect(second).toMatchObject({ state: Failed, code: 'repeated-id' });
      await counter.bench.pass(5);
      expect(await first).toMatchObject({ state: Sent });
      expect(await counter.bench.arrived()).toHaveLength(1);
    });

    it('hands over many at the same time, each once', async () => {
      await counter.connect({ answer: 'taken', outcome: 'delivered' });
      const numbers = Array.from(
        { length: 40 },
        (_, at) => `+120255501${`${at}`.padStart(2, '0')}`,
      );
      const sent = numbers.map((number) =>
        counter.bench.messaging.send(counter.message({ number, text: `To ${number} 😀` })),
      );
      await counter.bench.pass(60);
      const keys = (await Promise.all(sent)).map(({ ids }) => ids[0]?.key);
      expect(new Set(keys).size).toBe(numbers.length);
      expect(counter.receipts.map(({ id }) => id.key).sort()).toEqual([...keys].sort());
      const arrived = await counter.bench.arrived();
      expect(arrived.map(({ text }) => text).sort()).toEqual(
        numbers.map((number) => `To ${number} 😀`).sort(),
      );
    });

    it.each(['STOP', 'Ja, gern! €5 @home', 'Хватит 😀'])(
      'tells of the reply “%s”',
      async (reply) => {
        await counter.connect({ answer: 'taken', outcome: 'delivered', reply });
        await counter.send();
        expect(counter.replies).toMatchObject([
          { from: '+12025550123', to: '+12025550100', text: reply, id: expect.stringMatching(/./) },
        ]);
      },
    );

    it('has told again what could not be kept', async () => {
      await counter.connect({ answer: 'taken', outcome: 'delivered', reply: 'STOP' });
      counter.failures = 2;
      await counter.send();
      await counter.bench.pass(40);
      expect(counter.receipts.length).toBeGreaterThan(0);
      expect(known(counter.receipts)).toBe(Delivered);
      expect(counter.replies).toMatchObject([{ text: 'STOP' }]);
    });

    it('says whether the other side takes messages', async () => {
      await counter.connect({ answer: 'taken' });
      expect(await counter.bench.messaging.check()).toEqual({
        status: GatewayStatus.Up,
        detail: expect.stringMatching(/./),
      });
      await counter.bench.close();
      await counter.connect({ answer: 'taken', down: true });
      expect(await counter.bench.messaging.check()).toEqual({
        status: GatewayStatus.Down,
        detail: expect.stringMatching(/./),
      });
    });

    it('knows nothing of what it was handing over when it is closed, and takes nothing after', async () => {
      await counter.connect({ answer: 'silent' });
      const waiting = counter.bench.messaging.send(counter.message());
      await counter.bench.pass(0.5);
      await counter.bench.messaging.close();
      expect(await waiting).toMatchObject({ state: Unknown, code: 'closed' });
      expect(await counter.bench.messaging.send(counter.message())).toMatchObject({
        state: Queued,
        code: 'closed',
      });
      expect(await counter.bench.arrived()).toHaveLength(1);
    });
  });
}
