import { CampaignInput, PhonebookInput, standardSchema } from '../index';

const problems = (dto: Parameters<typeof standardSchema>[0], value: object) => {
  const result = standardSchema(dto)['~standard'].validate(value);
  return result.issues ?? [];
};

const campaign = {
  name: 'Reminders',
  phonebookIds: [1],
  gatewayIds: [1],
  message: 'Hello',
  startsAt: '2026-03-02T09:00:00Z',
  endsAt: '2026-03-03T09:00:00Z',
};

describe('standardSchema', () => {
  it('names the field by its label', () => {
    expect(problems(PhonebookInput, { name: '' })).toContainEqual(
      expect.objectContaining({ path: ['name'], message: expect.stringMatching(/^Name/) }),
    );
  });

  it('treats an emptied optional text as not given', () => {
    expect(problems(CampaignInput, { ...campaign, callerId: '' })).toEqual([]);
  });

  it.each([
    ['hoursFrom', '9:00'],
    ['hoursUntil', '24:01'],
    ['timeZone', '+02:00'],
    ['excludedDates', ['2026-02-30']],
    ['startsAt', '2026-03-02T09:00:00'],
    ['weekDays', []],
    ['callsPerMinute', 0],
    ['callsPerMinute', 1.5],
    ['optOutKey', '99'],
    ['callerName', 'a\r\nVia: x'],
  ])('refuses a campaign whose %s is %j', (field, value) => {
    const found = problems(CampaignInput, { ...campaign, [field]: value });
    expect(found.map(({ path }) => path[0])).toContain(field);
  });

  it('accepts hours that end with the day', () => {
    expect(problems(CampaignInput, { ...campaign, hoursUntil: '24:00' })).toEqual([]);
  });
});
