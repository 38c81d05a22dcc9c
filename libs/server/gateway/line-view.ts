import { GatewayLineView } from '@belltower/dto';
import { LineFigures } from './line';

/** What dialing processes say of their lines to one gateway, as one; null where there is nothing to say. */
export function lineView(lines: readonly Partial<LineFigures>[]): GatewayLineView | null {
  const told = <T>(of: (line: Partial<LineFigures>) => T | null | undefined): T[] =>
    lines.flatMap((line) => of(line) ?? []);
  const registered = told((line) => line.registered);
  const sum = (of: (line: Partial<LineFigures>) => number | null | undefined) => {
    const values = told(of);
    return values.length ? values.reduce((total, value) => total + value, 0) : null;
  };
  const most = (of: (line: Partial<LineFigures>) => number | null | undefined) => {
    const values = told(of);
    return values.length ? Math.max(...values) : null;
  };
  const up = told(({ switches }) => switches?.up);
  const figures = {
    registered: registered.length ? registered.filter(Boolean).length : null,
    registrationsFailed: registered.length ? sum((line) => line.registrationsFailed) : null,
    retransmissions: sum((line) => line.retransmissions),
    soundLatestMs: most((line) => line.soundLatestMs),
    soundSkipped: sum((line) => line.soundSkipped),
    switches: most(({ switches }) => switches?.all),
    switchesUp: up.length ? Math.min(...up) : null,
    connectionsLost: sum(({ switches }) => switches?.lost),
    switchChannels: sum(({ switches }) => switches?.channels),
    // Of everybody: each process is told the same.
    switchSessions: most(({ switches }) => switches?.sessions),
    switchSessionsMost: most(({ switches }) => switches?.mostSessions),
    commandsUnanswered: sum(({ switches }) => switches?.unanswered),
    slowestAnswerMs: most(({ switches }) => switches?.slowestMs),
  };
  const says = Object.values(figures).some((figure) => figure !== null);
  return says ? { dialers: lines.length, ...figures } : null;
}
