import { AuditService, Principal } from '@belltower/auth';
import { NotFound } from '@belltower/core';
import { forgetRecording } from '@belltower/dialer';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { wavOf } from './recording-file';

/** What callees have said in the calls of an account. */
@Injectable()
export class Recordings {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** As a WAV file. @throws NotFound `call.no-recording` */
  async wav({ accountId }: Principal, callId: number): Promise<Buffer> {
    const [recording] = await this.database.query<{ pcmu: Buffer }[]>(
      'select pcmu from recording where account_id = $1 and call_id = $2',
      [accountId, callId],
    );
    if (!recording) throw nothingRecorded();
    return wavOf(recording.pcmu);
  }

  /** Deletes it for good; the call's record stays. @throws NotFound `call.no-recording` */
  async remove(by: Principal, callId: number): Promise<void> {
    await this.database.transaction(async (db) => {
      if (!(await forgetRecording(db, by.accountId, callId))) throw nothingRecorded();
      const action = 'call.recording-deleted';
      await this.audit.record(db, by, { action, entity: 'call', entityId: callId });
    });
  }
}

const nothingRecorded = () =>
  new NotFound(
    'call.no-recording',
    'Nothing was recorded in this call, or it is not kept any more.',
  );
