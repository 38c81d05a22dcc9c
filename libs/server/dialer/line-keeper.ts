import { Channel } from '@belltower/dto';
import { GatewayLines } from '@belltower/gateway';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Helm } from './helm';

/**
 * Keeps connections to message centres open, as receipts and replies come in over them while nobody sends. The leading
 * process does, so that each gateway has one that does; the others connect when they send.
 */
@Injectable()
export class LineKeeper {
  private readonly logger = new Logger(LineKeeper.name);
  /** By gateway, why it cannot be listened on, as it was logged. */
  private readonly complaints = new Map<number, string>();

  constructor(@Inject(GatewayLines) private readonly lines: GatewayLines) {}

  async round(helm: Helm | null): Promise<void> {
    for (const { id, enabled, channel } of helm?.switchboard.all() ?? [])
      if (enabled && channel === Channel.Sms) await this.listenOn(id);
  }

  private async listenOn(id: number): Promise<void> {
    try {
      await this.lines.listenOn(id);
      this.complaints.delete(id);
    } catch (error) {
      // Deleted a moment ago, or its secrets were sealed with another key: the others still have to be listened on.
      const { message } = error as Error;
      if (this.complaints.get(id) !== message)
        this.logger.warn(`gateway ${id} cannot be listened on: ${message}`);
      this.complaints.set(id, message);
    }
  }
}
