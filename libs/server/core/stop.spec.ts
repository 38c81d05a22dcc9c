import { closeWithin } from './stop';

describe('closing an application', () => {
  it('waits until it has ended', async () => {
    let ended = false;
    const close = async () => {
      await Promise.resolve();
      ended = true;
    };
    expect(await closeWithin({ close }, 60)).toBe(true);
    expect(ended).toBe(true);
  });

  it('does not wait for ever', async () => {
    expect(await closeWithin({ close: () => new Promise(() => undefined) }, 0)).toBe(false);
  });

  it('says that it went wrong rather than failing itself', async () => {
    expect(await closeWithin({ close: () => Promise.reject(new Error('no')) }, 60)).toBe(false);
  });
});
