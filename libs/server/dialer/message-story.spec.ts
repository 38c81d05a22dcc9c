import { isFinalState, MessageState, stateAfter } from '@belltower/dto';
import fc from 'fast-check';
import { MessageStory, Part, Report } from './message-story';

const { Delivered, Expired, Failed, Rejected, Sent, Undelivered, Unknown } = MessageState;
const SUBMITTED = new Date('2026-06-01T10:00:00Z');

const facts = (values: Partial<ConstructorParameters<typeof MessageStory>[0]> = {}) => ({
  ...{ state: Sent, code: '', submittedAt: SUBMITTED, stateAt: SUBMITTED },
  ...{ deliveredAt: null, oneReport: false },
  ...values,
});
const part = (key: string, number = 1, state = Sent): Part => ({ key, part: number, state });
const report = (state: MessageState, code: string | null = null, afterSeconds = 5): Report => ({
  at: new Date(SUBMITTED.getTime() + afterSeconds * 1_000).toISOString(),
  state,
  code,
});
const stateOf = (story: MessageStory) => story.state;

describe('the story of a message', () => {
  it('ends where its reports lead, in whatever order and however often they come', () => {
    const keys = ['a', 'b', 'c'];
    const reports = fc.array(
      fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...Object.values(MessageState))),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        reports.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
          ),
        ),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        ([one, other], parts, oneReport) => {
          const end = (told: typeof one) => {
            const own = keys.slice(0, parts).map((key, at) => part(key, at + 1));
            const story = new MessageStory(facts({ oneReport }), own);
            for (const [key, state] of told) story.hear(key, report(state));
            return [story.state, story.awaits, story.changedParts()];
          };
          expect(end(other)).toEqual(end(one));
        },
      ),
    );
  });

  it('only goes forward, and dates and names what it came to', () => {
    const story = new MessageStory(facts(), [part('a')]);
    story.hear('a', report(Undelivered, 'err 001', 9));
    expect(story).toMatchObject({ state: Undelivered, code: 'err 001', awaits: true });
    story.hear('a', report(Expired, 'err 002', 10));
    expect(story).toMatchObject({ state: Undelivered, code: 'err 001' });
    story.hear('a', report(Delivered, 'DELIVRD', 11));
    expect(story).toMatchObject({ state: Delivered, code: '', awaits: false });
    expect(story.deliveredAt).toEqual(new Date('2026-06-01T10:00:11Z'));
    expect(story.said.map(({ state }) => state)).toEqual([Undelivered, Expired, Delivered]);
  });

  it('never was delivered before it was handed over', () => {
    const story = new MessageStory(facts(), [part('a')]);
    story.hear('a', report(Delivered, null, -2));
    expect(story.deliveredAt).toEqual(SUBMITTED);
  });

  it('hears nothing that was told under the id of another', () => {
    const story = new MessageStory(facts(), [part('a')]);
    story.hear('b', report(Delivered));
    expect([stateOf(story), story.said]).toEqual([Sent, []]);
  });

  it('lets go of its parts when nothing can change any more', () => {
    const story = new MessageStory(facts(), [part('a', 1), part('b', 2)]);
    story.hear('a', report(Delivered));
    expect(story.changedParts()).toEqual([{ key: 'a', state: Delivered }]);
    story.hear('b', report(Delivered));
    expect(story.changedParts()).toEqual([
      { key: 'a', state: null },
      { key: 'b', state: null },
    ]);
  });

  describe('that nobody has answered', () => {
    const unanswered = () =>
      new MessageStory(
        facts({ state: Unknown, code: 'no-answer' }),
        [part('ours', 0, Unknown)],
        [part('a', 1), part('b', 2)],
      );

    it('becomes one of the parts that the late answer tells of', () => {
      const story = unanswered();
      story.hear('ours', { ...report(Sent), ids: ['a', 'b'] });
      expect(story).toMatchObject({ state: Sent, code: '', awaits: true });
      expect(story.changedParts()).toEqual([{ key: 'ours', state: null }]);
      story.hear('a', report(Delivered));
      expect(stateOf(story)).toBe(Sent);
      story.hear('b', report(Delivered));
      expect(stateOf(story)).toBe(Delivered);
    });

    it('is over where the late answer refuses it, whatever its first parts come to', () => {
      const story = new MessageStory(facts({ state: Unknown }), [
        part('a', 1),
        part('ours', 0, Unknown),
      ]);
      story.hear('ours', { ...report(Failed, '58'), ids: ['a'] });
      expect(story).toMatchObject({ state: Failed, code: '58', awaits: false });
      story.hear('a', report(Delivered));
      expect(stateOf(story)).toBe(Failed);
    });

    it('awaits nothing where it was taken under no name', () => {
      const story = unanswered();
      story.hear('ours', { ...report(Sent), ids: [] });
      expect(story).toMatchObject({ state: Sent, awaits: false });
    });
  });

  it('keeps a word of the provider to a length, and without what the tables cannot hold', () => {
    const story = new MessageStory(facts(), [part('a')]);
    story.hear('a', report(Rejected, `\0${'x'.repeat(500)}`));
    expect(story.code).toHaveLength(59);
    expect(story.said[0]!.code!.length).toBeLessThanOrEqual(200);
  });

  it('never says of a final state that it is another one further back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Object.values(MessageState)), { maxLength: 8 }),
        (states) => {
          const story = new MessageStory(facts(), [part('a')]);
          for (const state of states) {
            const before = story.state;
            story.hear('a', report(state));
            expect(stateAfter(before, story.state)).toBe(story.state);
            if (isFinalState(before)) expect(isFinalState(story.state)).toBe(true);
          }
        },
      ),
    );
  });
});
