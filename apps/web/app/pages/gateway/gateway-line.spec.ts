import { GatewayLineView } from '@belltower/dto';
import { figuresOf } from './gateway-line';

const given = (values: Partial<GatewayLineView>) =>
  figuresOf(Object.assign(new GatewayLineView(), { dialers: 2, ...values })).map(
    ({ label, text, bad }) => `${label}: ${text}${bad ? ' (!)' : ''}`,
  );

describe('how a gateway is connected', () => {
  it('is told of a SIP trunk by its registration, messages and sound alone', () => {
    const trunk = { registered: 1, registrationsFailed: 3, retransmissions: 12 };
    expect(given({ ...trunk, soundLatestMs: 3.6, soundSkipped: 0 })).toEqual([
      'Registered: 1 of 2 (!)',
      'Registrations failed: 3 (!)',
      'SIP messages sent again: 12',
      'Sound late, at worst: 4 ms',
      'Steps of sound left out: 0',
    ]);
  });

  it('is told of switches by their connections, channels and answers alone', () => {
    const switches = { switches: 2, switchesUp: 2, connectionsLost: 0, switchChannels: 7 };
    const sessions = { switchSessions: 1_000, switchSessionsMost: 1_000 };
    expect(
      given({ ...switches, ...sessions, commandsUnanswered: 1, slowestAnswerMs: 24.7 }),
    ).toEqual([
      'Switches that take calls: 2 of 2',
      'Channels of our calls: 7',
      'Sessions of everybody: 1,000 of 1,000 (!)',
      'Slowest answer of a switch: 25 ms',
      'Commands without an answer: 1 (!)',
      'Connections lost: 0',
    ]);
  });

  it('leaves out what nobody can know', () => {
    expect(given({})).toEqual([]);
  });
});
