import { Principal } from '@belltower/auth';
import { ImportDelimiter, ImportEncoding, ImportKind } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { encoderOf } from './encoder';
import { DELIMITER } from './file-rows';
import { Import } from './import.entity';
import { ImportReject } from './import-reject.entity';

const ROWS_AT_ONCE = 1_000;

/** Rejected rows as a file like the one that was imported, to be mended and imported again. */
@Injectable()
export class RejectFile {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /**
   * Every rejected row as it stood in the file, in its encoding, with reason and line behind it. Nothing in it is
   * neutralised: what looks like a formula is what the customer wrote, and is mended in place.
   */
  async *of({ accountId }: Principal, job: Import): AsyncGenerator<Buffer> {
    const delimiter = DELIMITER[job.settings?.delimiter ?? ImportDelimiter.Comma];
    const encode = encoderOf(job.settings?.encoding ?? ImportEncoding.Utf8);
    const width = job.settings?.columns?.length ?? 0;
    yield encode.start;
    if (job.heading !== null) {
      // In a list of numbers a reason is why they are on it.
      const reason = job.kind === ImportKind.Contacts ? 'Reason' : 'Problem';
      yield encode.text(`${[job.heading, reason, 'Line'].join(delimiter)}\r\n`);
    }
    for (let after = 0; ;) {
      const rejects = await this.database.getRepository(ImportReject).find({
        where: { accountId, importId: job.id, line: MoreThan(after) },
        order: { line: 'ASC' },
        take: ROWS_AT_ONCE,
      });
      if (!rejects.length) return;
      after = rejects.at(-1)!.line;
      yield encode.text(rejects.map((reject) => lineOf(reject, delimiter, width)).join(''));
    }
  }
}

function lineOf({ text, cells, reason, line }: ImportReject, delimiter: string, width: number) {
  const missing = Math.max(0, width - Math.max(cells, 1));
  const filled = text + delimiter.repeat(missing);
  return `${filled}${delimiter}"${reason.replaceAll('"', '""')}"${delimiter}${line}\r\n`;
}
