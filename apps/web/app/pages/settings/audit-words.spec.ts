import { deedOf, detailOf } from './audit-words';

describe('an entry of the record', () => {
  it.each([
    ['campaign.paused', 'Campaign paused'],
    ['user.link-issued', 'User link issued'],
    ['api-key.created', 'API key created'],
  ])('of %s reads “%s”', (action, words) => {
    expect(deedOf({ action })).toBe(words);
  });

  it('tells its details in one line, without what was not set', () => {
    const detail = {
      name: 'Ana',
      maxCallsPerMinute: 60,
      demo: false,
      maxChannels: null,
      passwordChanged: true,
    };
    expect(detailOf({ detail })).toBe(
      'Name: Ana · Max calls per minute: 60 · Password changed: yes',
    );
  });
});
