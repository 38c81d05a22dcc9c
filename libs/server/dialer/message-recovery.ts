import { fillIn, MessageState } from '@belltower/dto';
import { notSent } from '@belltower/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { MessageClerk } from './message-clerk';
import { Orphan, Recovery } from './recovery';
import { ServerClock } from './server-clock';

/**
 * Ends messages that a dead process has left. They may have been sent, so they are written as unknown, and never sent again
 * by themselves. Where campaign or contact have been changed since, nobody knows the text any more.
 */
@Injectable()
export class MessageRecovery extends Recovery {
  constructor(
    @Inject(MessageClerk) private readonly clerk: MessageClerk,
    @Inject(ServerClock) private readonly clock: ServerClock,
  ) {
    super();
  }

  recover(_gatewayId: number, orphans: readonly Orphan[]): Promise<readonly Orphan[]> {
    for (const orphan of orphans) {
      const { message, values, isUnchanged } = orphan;
      const { maxRetries, retryAfterSeconds, retryOn, retryRules } = orphan;
      const lost = 'The process that handed it over is gone';
      const detail = isUnchanged
        ? lost
        : `${lost}, and with it the text: it has been changed since`;
      this.clerk.record({
        call: { ...orphan, placeAt: orphan.placedOn.getTime() },
        script: { maxRetries, retryAfterSeconds, retryOn, retryRules },
        text: isUnchanged ? fillIn(message, values ?? {}) : '',
        submission: notSent(this.clock.now(), MessageState.Unknown, 'process-lost', detail),
        reports: null,
        placedAt: orphan.placedOn.getTime(),
        recalled: false,
      });
    }
    return Promise.resolve(orphans);
  }
}
