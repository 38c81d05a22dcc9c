import { NoticeService } from '@belltower/auth';
import { Clock, Notifications, Queryable } from '@belltower/core';
import { ImportKind, ImportStatus, NoticeKind } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Import } from './import.entity';
import { progressOf } from './progress';

/** Tells the panel how far imports are, and people how they ended. */
@Injectable()
export class ImportNews {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(NoticeService) private readonly notices: NoticeService,
  ) {}

  async progress(state: Import, db: Queryable = this.database): Promise<void> {
    const { accountId, id, kind, status } = state;
    const data = { status, ...progressOf(state, this.clock.now()) };
    // Colleagues of an operator hear it too, and learn of the platform's only that something happens.
    const about = kind === ImportKind.Platform ? {} : { data };
    await this.notifications.publish(db, { accountId, topic: 'import', id, ...about });
    const topic = kind === ImportKind.Contacts ? 'contact' : 'suppression';
    await this.notifications.publish(db, { accountId, topic });
  }

  /**
   * Of a run that is over, within the transaction in which it ends; whoever stopped it need not be told, nor an operator's
   * colleagues of the platform's.
   */
  async ended(db: Queryable, state: Import): Promise<void> {
    await this.progress(state, db);
    const { accountId, id, status, fileName, imported, updated, rejected, stoppedBecause } = state;
    if (status === ImportStatus.Cancelled || state.kind === ImportKind.Platform) return;
    const counts = [
      `${imported.toLocaleString('en')} imported`,
      ...(updated ? [`${updated.toLocaleString('en')} updated`] : []),
      ...(rejected ? [`${rejected.toLocaleString('en')} rejected`] : []),
    ].join(', ');
    const text =
      status === ImportStatus.Stopped
        ? `“${fileName}” stopped early: ${stoppedBecause}`
        : `“${fileName}”: ${counts}.`;
    await this.notices.tell(db, accountId, {
      kind: NoticeKind.ImportEnded,
      text,
      recordId: id,
    });
  }
}
