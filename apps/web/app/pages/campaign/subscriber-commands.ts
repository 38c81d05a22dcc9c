import { inject, Injectable } from '@angular/core';
import {
  Affected,
  HoldReason,
  SubscriberBulkAction,
  SubscriberBulkInput,
  SubscriberChoice,
  SubscriberRetryView,
} from '@belltower/dto';
import { Chosen, Confirm, counted, formatNumber, Messages } from '@belltower/ui';
import { subscriberApi } from './subscriber-api';

const LEFT_ALONE: Partial<Record<HoldReason, string>> = {
  [HoldReason.Ended]: 'of campaigns that are not under way',
  [HoldReason.Completed]: 'reached already',
  [HoldReason.Suppressed]: 'on do-not-call',
  [HoldReason.BeingCalled]: 'under way now',
  [HoldReason.Pace]: 'in the queue for their first attempt',
  [HoldReason.AttemptsUsedUp]: 'with all attempts used up',
  [HoldReason.Removed]: 'whose contact is gone or inactive',
};

const numbers = (count: number) => counted(count, 'number', 'numbers');

/** What can be done with chosen subscribers, on their page and on a campaign's. */
@Injectable({ providedIn: 'root' })
export class SubscriberCommands {
  private readonly api = subscriberApi();
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  /** Resolves to whether anything may have changed. */
  async retryNow(chosen: Chosen): Promise<boolean> {
    const outlook = await this.foresee(chosen);
    const agreed = outlook && (await this.confirm.ask({ ...outlook, action: 'Retry now' }));
    if (!agreed) return false;
    const affected = await this.run(chosen, SubscriberBulkAction.RetryNow);
    if (affected === null) return false;
    this.messages.say(
      affected
        ? `${numbers(affected)} tried again as soon as the campaign may`
        : 'None of them waits for a retry, or has attempts left',
    );
    return true;
  }

  async remove(chosen: Chosen): Promise<boolean> {
    const agreed = await this.confirm.ask({
      title: `Take ${numbers(chosen.count)} out?`,
      text: 'Their campaigns leave them alone from now on, even if their contacts change. Calls and messages so far stay. “Retry now” brings them back.',
      action: 'Take out',
      danger: true,
    });
    if (!agreed) return false;
    const affected = await this.run(chosen, SubscriberBulkAction.Remove);
    if (affected === null) return false;
    this.messages.say(`${numbers(affected)} taken out`);
    return true;
  }

  /** What trying them again would do, in words; null where nobody can say, or nobody would be tried. */
  private async foresee(chosen: Chosen): Promise<{ title: string; text: string } | null> {
    try {
      const { affected, left } = await this.api.post<SubscriberRetryView>(
        'retries',
        choiceOf(chosen),
      );
      const words = left.map(
        ({ reason, subscribers }) => `${formatNumber(subscribers)} ${LEFT_ALONE[reason] ?? reason}`,
      );
      const alone = words.length ? `Left as they are: ${words.join(', ')}.` : '';
      if (!affected) {
        this.messages.say(`Nobody to try again. ${alone}`);
        return null;
      }
      const rules =
        'As soon as their campaigns may: hours, pace, do-not-call lists and caps hold for them too.';
      return {
        title: `Try ${numbers(affected)} again now?`,
        text: [rules, alone].filter(Boolean).join(' '),
      };
    } catch (problem) {
      this.messages.fail(problem);
      return null;
    }
  }

  private async run(chosen: Chosen, action: SubscriberBulkAction): Promise<number | null> {
    const input: SubscriberBulkInput = { action, ...choiceOf(chosen) };
    try {
      return (await this.api.post<Affected>('bulk', input)).affected;
    } catch (problem) {
      this.messages.fail(problem);
      return null;
    }
  }
}

const choiceOf = ({ ids, matching }: Chosen): SubscriberChoice => (ids ? { ids } : { matching });
