import { Notifications, Queryable } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';

/** Tells the accounts that may use a gateway, and so the engine, that it has changed. */
@Injectable()
export class GatewayNews {
  constructor(@Inject(Notifications) private readonly notifications: Notifications) {}

  async tell(db: Queryable, gatewayId: number): Promise<void> {
    const granted = (await db.query(
      'select account_id as "accountId" from gateway_grant where gateway_id = $1',
      [gatewayId],
    )) as { accountId: number }[];
    for (const { accountId } of granted) {
      await this.notifications.publish(db, { accountId, topic: 'gateway', id: gatewayId });
    }
  }
}
