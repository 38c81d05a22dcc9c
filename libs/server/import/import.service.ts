import { AccountService, Principal } from '@belltower/auth';
import { Clock, Conflict, Forbidden, keysetPage, KeysetSorts, NotFound } from '@belltower/core';
import {
  ImportEncoding,
  ImportKind,
  ImportPreviewView,
  ImportQuery,
  ImportRejectQuery,
  ImportRejectView,
  ImportSettings,
  ImportStatus,
  ImportUploadQuery,
  ImportView,
  Page,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { FileFormat, rowsOf } from './file-rows';
import { Import } from './import.entity';
import { ImportReject } from './import-reject.entity';
import { previewOf } from './previewer';
import { progressOf } from './progress';
import { UploadStore } from './upload-store';

const SORTS: KeysetSorts = {
  columns: { createdAt: { expression: 'import.created_at', type: 'timestamptz' } },
  fallback: '-createdAt',
  id: 'import.id',
};
const REJECT_SORTS: KeysetSorts = {
  columns: { line: { expression: 'reject.line', type: 'bigint' } },
  fallback: 'line',
  id: 'reject.line',
};

/** Uploads of an account that wait for their start: each is a file on the disk. */
const MOST_WAITING = 20;

/** Uploads, what they hold, and the history of imports. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(UploadStore) private readonly uploads: UploadStore,
    @Inject(AccountService) private readonly accounts: AccountService,
  ) {}

  async list(user: Principal, query: ImportQuery): Promise<Page<ImportView>> {
    const { accountId } = user;
    const kind = kindFor(user, query.kind);
    const imports = this.database
      .createQueryBuilder(Import, 'import')
      .where('import.account_id = :accountId and import.kind = :kind', { accountId, kind });
    const { status, phonebookId } = query;
    if (status) imports.andWhere('import.status = :status', { status });
    if (phonebookId) imports.andWhere('import.phonebook_id = :phonebookId', { phonebookId });
    const page = await keysetPage(imports, query, SORTS);
    return { ...page, items: page.items.map((item) => this.view(item)) };
  }

  /** @throws NotFound `import.not-found` */
  async get(user: Principal, id: number): Promise<ImportView> {
    return this.view(await this.find(user, id));
  }

  /** Takes in a file; nothing is imported before {@link ImportSteps.start}. @throws Conflict `import.too-many-waiting` */
  async upload(
    user: Principal,
    request: Request,
    { fileName, ...query }: ImportUploadQuery,
  ): Promise<ImportView> {
    const { accountId } = user;
    const kind = kindFor(user, query.kind);
    const imports = this.database.getRepository(Import);
    const waiting = await imports.countBy({ accountId, status: ImportStatus.Uploaded });
    if (waiting >= MOST_WAITING) {
      throw new Conflict(
        'import.too-many-waiting',
        `There are ${waiting} uploaded files that nobody has imported. Import or discard some of them first.`,
      );
    }
    const { encoding, ...stored } = await this.uploads.receive(request, fileName);
    try {
      const { generatedMaps } = await imports.insert({
        ...stored,
        accountId,
        kind,
        status: ImportStatus.Uploaded,
        settings: { encoding } as object,
        createdBy: user.name,
        createdAt: this.clock.now(),
      });
      return await this.get(user, (generatedMaps[0] as Import).id);
    } catch (error) {
      await this.uploads.remove(stored.file);
      throw error;
    }
  }

  /**
   * How the file would be read; what the settings leave out is detected.
   * @throws Conflict `import.started`, `import.file-missing`
   */
  async preview(user: Principal, id: number, settings: ImportSettings): Promise<ImportPreviewView> {
    const { path, sizeBytes, encoding, kind } = await this.waiting(user, id);
    const { defaultCountry } = await this.readingOf(user, settings);
    const known = { ...settings, kind, encoding: settings.encoding ?? encoding };
    return previewOf(path, sizeBytes, known, defaultCountry);
  }

  /** The first line of a file that waits, as it stands there. */
  async firstLine(user: Principal, id: number, format: FileFormat): Promise<string | null> {
    const { path } = await this.waiting(user, id);
    for await (const { rows } of rowsOf(path, format)) {
      if (rows[0]) return rows[0].raw.toString();
    }
    return null;
  }

  /** In which country numbers are read. */
  async readingOf({ accountId }: Principal, { defaultCountry }: ImportSettings) {
    return {
      defaultCountry: defaultCountry ?? (await this.accounts.get(accountId)).defaultCountry,
    };
  }

  /** Throws away a file that has not been started. @throws Conflict `import.started` */
  async discard(user: Principal, id: number): Promise<void> {
    const { file } = await this.find(user, id);
    const { affected } = await this.database
      .getRepository(Import)
      .delete({ accountId: user.accountId, id, status: ImportStatus.Uploaded });
    if (!affected) {
      throw new Conflict('import.started', 'An import that has been started stays in the history.');
    }
    if (file) await this.uploads.remove(file);
  }

  async rejects(
    user: Principal,
    id: number,
    query: ImportRejectQuery,
  ): Promise<Page<ImportRejectView>> {
    await this.find(user, id);
    const rejects = this.database
      .createQueryBuilder(ImportReject, 'reject')
      .where('reject.account_id = :accountId and reject.import_id = :id', {
        accountId: user.accountId,
        id,
      });
    return keysetPage(rejects, query, REJECT_SORTS);
  }

  async find({ accountId, operator }: Principal, id: number): Promise<Import> {
    const found = await this.database.getRepository(Import).findOneBy({ accountId, id });
    const isShown = found && (operator || found.kind !== ImportKind.Platform);
    if (!isShown) throw new NotFound('import.not-found', 'There is no such import.');
    return found;
  }

  private async waiting(user: Principal, id: number) {
    const { status, file, sizeBytes, settings, kind } = await this.find(user, id);
    if (status !== ImportStatus.Uploaded || !file) {
      throw new Conflict('import.started', 'This import has been started already.');
    }
    const encoding = settings?.encoding ?? ImportEncoding.Utf8;
    return { path: await this.uploads.find(file), sizeBytes, encoding, kind };
  }

  private view(job: Import): ImportView {
    return { ...job, ...progressOf(job, this.clock.now()) } as unknown as ImportView;
  }
}

/** What somebody imports: contacts where they do not say. @throws Forbidden `import.operators-only` */
function kindFor({ operator }: Principal, kind = ImportKind.Contacts): ImportKind {
  if (kind === ImportKind.Platform && !operator) {
    throw new Forbidden(
      'import.operators-only',
      'Only operators import numbers into lists of the platform.',
    );
  }
  return kind;
}
