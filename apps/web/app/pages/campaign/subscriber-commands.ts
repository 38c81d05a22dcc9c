import { inject, Injectable } from '@angular/core';
import { Affected, SubscriberBulkAction, SubscriberBulkInput } from '@belltower/dto';
import { Chosen, Confirm, counted, Messages } from '@belltower/ui';
import { subscriberApi } from './subscriber-api';

const numbers = (count: number) => counted(count, 'number', 'numbers');

/** What can be done with chosen subscribers, on their page and on a campaign's. */
@Injectable({ providedIn: 'root' })
export class SubscriberCommands {
  private readonly api = subscriberApi();
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  /** Resolves to whether anything may have changed. */
  async retryNow(chosen: Chosen): Promise<boolean> {
    const affected = await this.run(chosen, SubscriberBulkAction.RetryNow);
    if (affected === null) return false;
    this.messages.say(
      affected
        ? `${numbers(affected)} called as soon as the campaign may`
        : 'None of them waits for a retry, or has attempts left',
    );
    return true;
  }

  async remove(chosen: Chosen): Promise<boolean> {
    const agreed = await this.confirm.ask({
      title: `Take ${numbers(chosen.count)} out?`,
      text: 'Their campaigns do not call them any more, even if their contacts change. Calls made so far stay. “Retry now” brings them back.',
      action: 'Take out',
      danger: true,
    });
    if (!agreed) return false;
    const affected = await this.run(chosen, SubscriberBulkAction.Remove);
    if (affected === null) return false;
    this.messages.say(`${numbers(affected)} taken out`);
    return true;
  }

  private async run(
    { ids, matching }: Chosen,
    action: SubscriberBulkAction,
  ): Promise<number | null> {
    const input: SubscriberBulkInput = ids ? { action, ids } : { action, matching };
    try {
      return (await this.api.post<Affected>('bulk', input)).affected;
    } catch (problem) {
      this.messages.fail(problem);
      return null;
    }
  }
}
