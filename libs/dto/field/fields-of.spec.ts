import { CampaignInput, ContactInput, GatewayView, PhonebookInput, fieldsOf } from '../index';

const fieldOf = (dto: Parameters<typeof fieldsOf>[0], name: string) =>
  fieldsOf(dto).find((field) => field.name === name);

describe('fieldsOf', () => {
  it('reads length and obligation from the rules', () => {
    expect(fieldOf(PhonebookInput, 'name')).toMatchObject({
      kind: 'text',
      required: true,
      minLength: 1,
      maxLength: 120,
    });
    expect(fieldOf(PhonebookInput, 'description')).toMatchObject({ required: false });
  });

  it('tells a relation to one from a relation to many', () => {
    expect(fieldOf(ContactInput, 'phonebookId')).toMatchObject({ kind: 'relation', many: false });
    expect(fieldOf(CampaignInput, 'phonebookIds')).toMatchObject({
      kind: 'relations',
      many: true,
      minSize: 1,
    });
  });

  it.each([
    ['startsAt', 'datetime'],
    ['hoursFrom', 'time'],
    ['excludedDates', 'dates'],
    ['weekDays', 'choices'],
    ['channel', 'choice'],
    ['callsPerMinute', 'number'],
    ['callerId', 'phone'],
  ])('shows %s of a campaign as %s', (name, kind) => {
    expect(fieldOf(CampaignInput, name)?.kind).toBe(kind);
  });

  it('puts the fields of an ancestor before its own', () => {
    const names = fieldsOf(GatewayView).map(({ name }) => name);
    expect(names.indexOf('name')).toBeLessThan(names.indexOf('id'));
  });
});
