import { Notifications, Queryable } from '@belltower/core';

/** Topic of hints that somebody's access may have ended; never sent to browsers. */
export const ACCESS_TOPIC = 'access';

/** Makes whoever holds a connection open for this account check that it still may. */
export function announceAccessChange(
  notifications: Notifications,
  db: Queryable,
  accountId: number,
): Promise<void> {
  return notifications.publish(db, { accountId, topic: ACCESS_TOPIC });
}
