import { NoticeService } from '@belltower/auth';
import { Notifications, Queryable } from '@belltower/core';
import {
  EXPORT_FORMAT_WORDS,
  EXPORT_KIND_WORDS,
  ExportFormat,
  ExportKind,
  ExportStatus,
  NoticeKind,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Export } from './export.entity';

/** Tells the panel how far exports are, and people that they have ended. */
@Injectable()
export class ExportNews {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(NoticeService) private readonly notices: NoticeService,
  ) {}

  async progress({ accountId, id }: Pick<Export, 'accountId' | 'id'>): Promise<void> {
    await this.notifications.publish(this.database, { accountId, topic: 'export', id });
  }

  /** Within the transaction in which it ends. */
  async ended(
    db: Queryable,
    { accountId, id, kind, format, status, rows, problem }: Export,
  ): Promise<void> {
    await this.notifications.publish(db, { accountId, topic: 'export', id });
    // Whoever cancelled it knows.
    if (status === ExportStatus.Cancelled) return;
    const what = `${EXPORT_KIND_WORDS[kind as ExportKind]} as ${EXPORT_FORMAT_WORDS[format as ExportFormat]}`;
    const text =
      status === ExportStatus.Finished
        ? `${what}: the file is ready, ${rows.toLocaleString('en')} rows.`
        : `${what}: no file. ${problem}`;
    await this.notices.tell(db, accountId, { kind: NoticeKind.ExportEnded, text, recordId: id });
  }
}
