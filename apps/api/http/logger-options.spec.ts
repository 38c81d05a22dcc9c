import { withoutTokens } from './logger-options';

describe('addresses in logs', () => {
  it.each([
    ['/set-up?token=abc', '/set-up?token=[redacted]'],
    [
      '/api/v1/webhooks/messages/7/receipt?id=3&key=abc',
      '/api/v1/webhooks/messages/7/receipt?id=3&key=[redacted]',
    ],
    ['/api/v1/persons?number=%2B12025550101', '/api/v1/persons?number=[redacted]'],
    [
      '/api/v1/calls?from=2026&number=0101&limit=5',
      '/api/v1/calls?from=2026&number=[redacted]&limit=5',
    ],
    ['/api/v1/calls/7', '/api/v1/calls/7'],
  ])('of %s say %s', (address, logged) => {
    expect(withoutTokens(address)).toBe(logged);
  });
});
