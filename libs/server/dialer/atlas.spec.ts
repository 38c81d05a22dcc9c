import { CampaignClock, UnknownZone, WeekDay } from '@belltower/dto';
import { Atlas } from './atlas';

const NOW = new Date('2026-11-24T12:00:30Z');
const terms = {
  startsAt: new Date('2026-11-01T00:00:00Z'),
  endsAt: new Date('2026-12-01T00:00:00Z'),
  hoursFrom: '09:00',
  hoursUntil: '18:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  clock: CampaignClock.Contact,
  unknownZone: UnknownZone.Hold,
  countryHours: true,
  accountHours: null,
  version: '1',
};

interface Told {
  version: string;
  keys: Record<string, number>;
  groups: { no: number; opens_at: string | null; walls: string[]; rules: unknown[] }[];
}
const told = (atlas: Atlas, values: Partial<typeof terms> = {}, now = NOW) =>
  JSON.parse(atlas.known({ ...terms, ...values }, now)) as Told;

describe('the places of a campaign', () => {
  it('are nowhere before a claim has asked', () => {
    expect(told(new Atlas())).toEqual({ version: '1', keys: {}, groups: [] });
  });

  it('are learned in groups of the same time zones and rules, with when these open', () => {
    const atlas = new Atlas();
    told(atlas);
    atlas.learn(['+1212||', '+1646||', '+1310||', '+800||'], terms, NOW);
    const { keys, groups } = told(atlas);
    expect(keys).toEqual({ '+1212||': 0, '+1646||': 0, '+1310||': 1, '+800||': 2 });
    expect(groups).toMatchObject([
      { opens_at: '2026-11-24T14:00:00.000Z', walls: ['2026-11-24T07:00:00.000'] },
      { opens_at: '2026-11-24T17:00:00.000Z', walls: ['2026-11-24T04:00:00.000'] },
      { opens_at: '2026-12-01T00:00:00.000Z', walls: [], rules: [] },
    ]);
    expect(groups[0]!.rules).toEqual([[{ since: '08:00', until: '21:00', days: '1234567' }]]);
  });

  it('are told by the clock of every minute', () => {
    const atlas = new Atlas();
    atlas.learn(['+346||Europe/Madrid'], terms, NOW);
    expect(told(atlas).groups[0]!.walls).toEqual(['2026-11-24T13:00:00.000']);
    const later = new Date(NOW.getTime() + 30_000);
    expect(told(atlas, {}, later).groups[0]!.walls).toEqual(['2026-11-24T13:01:00.000']);
  });

  it('are told by the clock of both ends where calls are placed in the next minute', () => {
    const atlas = new Atlas();
    atlas.learn(['+346||Europe/Madrid'], terms, NOW);
    const known = atlas.known(terms, NOW, new Date('2026-11-24T12:01:00.100Z'));
    expect((JSON.parse(known) as Told).groups[0]!.walls).toEqual([
      '2026-11-24T13:00:00.000',
      '2026-11-24T13:01:00.000',
    ]);
  });

  it('that a claim found closed although they are open are looked at again a second later', () => {
    const atlas = new Atlas();
    told(atlas);
    atlas.learn(['+346||'], terms, NOW);
    expect(told(atlas).groups[0]!.opens_at).toBe(NOW.toISOString());
    atlas.learn(['+346||'], terms, NOW);
    expect(told(atlas).groups[0]!.opens_at).toBe('2026-11-24T12:00:31.000Z');
  });

  it('forget when they open once the campaign is edited', () => {
    const atlas = new Atlas();
    told(atlas);
    atlas.learn(['+1212||'], terms, NOW);
    expect(told(atlas).groups[0]!.opens_at).not.toBeNull();
    expect(told(atlas, { version: '2' })).toMatchObject({
      version: '2',
      groups: [{ opens_at: null }],
    });
  });

  it('stay few, whatever contacts say', () => {
    const atlas = new Atlas();
    const keys = (from: number) =>
      Array.from({ length: 500 }, (_, n) => `+${100 + from + n}|ES|UTC`);
    for (let from = 0; from < 4_500; from += 500) atlas.learn(keys(from), terms, NOW);
    expect(Object.keys(told(atlas).keys).length).toBeLessThanOrEqual(2_000);
    expect(told(atlas).keys[keys(4_000)[0]!]).toBeDefined();
  });
});
