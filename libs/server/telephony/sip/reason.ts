import { Headers } from './message';
import { parametersOf, splitOutside } from './split';

/** The Q.850 cause among the reasons of a message (RFC 3326); undefined without one. */
export function q850Of(headers: Headers): number | undefined {
  for (const reason of headers.values('reason')) {
    const [protocol = '', ...rest] = splitOutside(reason, ';') ?? [];
    const cause = Number(parametersOf(rest).get('cause'));
    if (protocol.toUpperCase() === 'Q.850' && Number.isInteger(cause) && cause > 0 && cause < 128)
      return cause;
  }
  return undefined;
}
