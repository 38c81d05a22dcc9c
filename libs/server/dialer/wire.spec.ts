import { Pacer } from './pacer';
import { Wire } from './wire';

const CHANNELS = 3;
const gatewayId = 1;
const accountId = 7;
const key = '7/1';
const call = (id: number) => ({ accountId, id });

let pacer: Pacer;
let wire: Wire;

beforeEach(() => {
  pacer = new Pacer();
  wire = new Wire(pacer);
  pacer.setGateway(gatewayId, { callsPerSecond: 1_000, channels: CHANNELS }, 0);
  pacer.setAccount(accountId, { callsPerSecond: null, channels: null }, 0);
  pacer.setCampaign(key, { callsPerSecond: 1_000, channels: 1 }, 0);
});

const place = (id: number) => {
  pacer.placed({ key, accountId, gatewayId }, 1, id);
  wire.planned(call(id), { key, accountId, gatewayId }, id);
};
const inUse = () => pacer.gateway(gatewayId).inUse;

describe('second channels of calls', () => {
  it('are given while there are free ones, in the order in which they were asked for', () => {
    [1, 2].forEach(place);
    wire.wantsChannel(call(2));
    wire.wantsChannel(call(1));
    expect(wire.giveChannels()).toEqual([call(2)]);
    expect(inUse()).toBe(3);
    expect(wire.giveChannels()).toEqual([]);
    wire.ended(call(2));
    expect(inUse()).toBe(1);
    expect(wire.giveChannels()).toEqual([call(1)]);
    expect(inUse()).toBe(2);
  });

  it('are no calls of the campaign', () => {
    place(1);
    wire.wantsChannel(call(1));
    expect(wire.giveChannels()).toEqual([call(1)]);
    expect(pacer.campaign(key).inUse).toBe(1);
  });

  it('are bounded by the account too', () => {
    pacer.setAccount(accountId, { callsPerSecond: null, channels: 1 }, 0);
    place(1);
    wire.wantsChannel(call(1));
    expect(wire.giveChannels()).toEqual([]);
    expect(pacer.hold({ key, accountId, gatewayIds: [gatewayId] })).toBe('account-limit');
  });

  it('are given once, however often they are asked for', () => {
    place(1);
    for (let n = 0; n < 2; n++) wire.wantsChannel(call(1));
    expect(wire.giveChannels()).toEqual([call(1)]);
    // The answer was lost on the way.
    wire.wantsChannel(call(1));
    expect(wire.giveChannels()).toEqual([call(1)]);
    expect(inUse()).toBe(2);
    wire.ended(call(1));
    expect(inUse()).toBe(0);
  });

  it('are of nobody who has gone', () => {
    place(1);
    wire.wantsChannel(call(1));
    wire.ended(call(1));
    wire.wantsChannel(call(1));
    expect(wire.giveChannels()).toEqual([]);
    expect(inUse()).toBe(0);
  });

  it('are known to the next leader from the ledger, and corrected by it', async () => {
    place(1);
    const row = { key, accountId, gatewayId };
    await wire.recount(async () => new Map([['7/1', { ...row, connected: true }]]));
    expect(inUse()).toBe(2);
    await wire.recount(async () => new Map([['7/1', { ...row, connected: false }]]));
    expect(inUse()).toBe(1);
    wire.ended(call(1));
    expect(inUse()).toBe(0);
  });
});
