import { MessagingDriver, MessagingDrivers, smsSimulator } from './index';

const simulator = smsSimulator as MessagingDriver;

describe('the drivers for messages', () => {
  it('are found by their keys, in the order in which they were given', () => {
    const drivers = new MessagingDrivers([simulator]);
    expect(drivers.all()).toEqual([simulator]);
    expect(drivers.find('simulator')).toBe(simulator);
    expect(drivers.find('pigeon')).toBeUndefined();
  });

  it('cannot share a key', () => {
    expect(() => new MessagingDrivers([simulator, simulator])).toThrow('“simulator”');
  });
});
