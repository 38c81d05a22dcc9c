import { NoticeService } from '@belltower/auth';
import { Notifications, Queryable } from '@belltower/core';
import { Channel, GatewayStatus, NoticeKind } from '@belltower/dto';
import { GatewayHealth } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { Gateway } from './gateway.entity';

/** Tells the accounts that may use a gateway, and so the engine, that it has changed. */
@Injectable()
export class GatewayNews {
  constructor(
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(NoticeService) private readonly notices: NoticeService,
  ) {}

  async tell(db: Queryable, gatewayId: number): Promise<void> {
    for (const accountId of await grantedTo(db, gatewayId))
      await this.notifications.publish(db, { accountId, topic: 'gateway', id: gatewayId });
  }

  /** Tells them that it can take calls or messages no more, or again; nobody is told that a new one can. */
  async turned(
    db: Queryable,
    { id, name, status: before, channel }: Pick<Gateway, 'id' | 'name' | 'status' | 'channel'>,
    { status, detail }: GatewayHealth,
  ): Promise<void> {
    await this.tell(db, id);
    const isDown = status === GatewayStatus.Down;
    if (!isDown && before !== GatewayStatus.Down) return;
    const what = channel === Channel.Sms ? 'messages' : 'calls';
    const telling = isDown
      ? {
          kind: NoticeKind.GatewayDown,
          text: `The gateway “${name}” cannot take ${what}: ${detail}.`,
        }
      : { kind: NoticeKind.GatewayUp, text: `The gateway “${name}” takes ${what} again.` };
    for (const accountId of await grantedTo(db, id))
      await this.notices.tell(db, accountId, { ...telling, recordId: id });
  }
}

async function grantedTo(db: Queryable, gatewayId: number): Promise<number[]> {
  const granted = await db.query<{ accountId: number }[]>(
    `select account_id as "accountId" from gateway_grant
      where gateway_id = $1 and withdrawn_at is null order by account_id`,
    [gatewayId],
  );
  return granted.map(({ accountId }) => accountId);
}
