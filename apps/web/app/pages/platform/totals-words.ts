import { type TotalsCheckView, TotalsCheckStatus } from '@belltower/dto';
import { counted } from '@belltower/ui';

/** What a check of totals comes to, or how far it is, in one sentence. */
export function totalsWords(check: TotalsCheckView): string {
  const { status, differences, repair, problem } = check;
  if (status === TotalsCheckStatus.Failed) return problem ?? 'The check came to no end.';
  const { callsCounted, messagesCounted } = check;
  const messages = messagesCounted ? ` and ${counted(messagesCounted, 'message', 'messages')}` : '';
  const calls = `${counted(callsCounted, 'call', 'calls')}${messages} counted`;
  if (status !== TotalsCheckStatus.Finished) {
    if (!check.accounts) return 'Begins …';
    return `${calls}, ${check.accountsDone} of ${counted(check.accounts, 'account', 'accounts')} done`;
  }
  if (!differences) return `Every total is what its rows come to: ${calls}.`;
  const some = counted(differences, 'total', 'totals');
  if (repair) return `${some} differed and ${differences === 1 ? 'has' : 'have'} been put right.`;
  return `${some} ${differences === 1 ? 'is' : 'are'} not what ${differences === 1 ? 'its' : 'their'} rows come to.`;
}

/** Whether it is still being worked on. */
export function isUnderWay({ status }: TotalsCheckView): boolean {
  return status === TotalsCheckStatus.Queued || status === TotalsCheckStatus.Running;
}
