import { AuditService, permissionsOf, Principal } from '@belltower/auth';
import {
  Clock,
  Conflict,
  Forbidden,
  Jobs,
  keysetPage,
  KeysetSorts,
  NotFound,
} from '@belltower/core';
import {
  ExportInput,
  ExportKind,
  ExportQuery,
  ExportStartView,
  ExportStatus,
  ExportView,
  Page,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource, In } from 'typeorm';
import { ExportNews } from './export-news';
import { ExportSources } from './export-sources';
import { ExportStore } from './export-store';
import { Export } from './export.entity';
import { CANCELLED_KEPT_MS } from './exporter';

export const EXPORT_QUEUE = 'export';

/** Up to so many rows are there within a second or two: nobody need wait for a file. */
const MOST_AT_ONCE = 20_000;
/** Of one account: whoever asks for more has pressed the button too often. */
const MOST_UNDER_WAY = 10;
const UNDER_WAY = [ExportStatus.Queued, ExportStatus.Running];

const SORTS: KeysetSorts = {
  columns: { createdAt: { expression: 'export.created_at', type: 'timestamptz' } },
  fallback: '-createdAt',
  id: 'export.id',
};

/** Exports of an account: asked for, followed, downloaded, cancelled, deleted. */
@Injectable()
export class ExportService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ExportSources) private readonly sources: ExportSources,
    @Inject(ExportStore) private readonly files: ExportStore,
    @Inject(ExportNews) private readonly news: ExportNews,
  ) {}

  /** Those of lists that the caller may read. */
  async list(user: Principal, query: ExportQuery): Promise<Page<ExportView>> {
    const kinds = Object.values(ExportKind).filter((kind) => this.mayRead(user, kind));
    const exports = this.database
      .createQueryBuilder(Export, 'export')
      .where('export.account_id = :accountId and export.kind = any(:kinds)', {
        accountId: user.accountId,
        kinds: query.kind ? kinds.filter((kind) => kind === query.kind) : kinds,
      });
    if (query.status) exports.andWhere('export.status = :status', { status: query.status });
    const page = await keysetPage(exports, query, SORTS);
    return { ...page, items: page.items.map((one) => viewOf(one, user)) };
  }

  /** @throws NotFound `export.not-found` */
  async get(user: Principal, id: number): Promise<ExportView> {
    return viewOf(await this.find(user, id), user);
  }

  /**
   * Answers where a small list can be downloaded, and has a file prepared of a large one.
   * @throws Forbidden `not-allowed`, Invalid `request.invalid`, Conflict `export.too-many`
   */
  async start(user: Principal, input: ExportInput): Promise<ExportStartView> {
    const { kind, format, inBackground, filters } = input;
    const { accountId } = user;
    if (!this.mayRead(user, kind))
      throw new Forbidden('not-allowed', 'Your role does not allow this.');
    const listing = await this.sources.listing(user, kind, filters);
    const { total } = await listing.count();
    if (total <= MOST_AT_ONCE && !inBackground)
      return { url: this.sources.addressOf(kind, format, filters), export: null };
    const exports = this.database.getRepository(Export);
    if ((await exports.countBy({ accountId, status: In(UNDER_WAY) })) >= MOST_UNDER_WAY) {
      throw new Conflict(
        'export.too-many',
        `${MOST_UNDER_WAY} exports are being prepared already. Wait until some of them have ended, or cancel them.`,
      );
    }
    const id = await this.database.transaction(async (db) => {
      const { generatedMaps } = await db.getRepository(Export).insert({
        ...{ accountId, kind, format, filters, status: ExportStatus.Queued, rowsExpected: total },
        ...{ userId: user.userId, createdBy: user.name, createdAt: this.clock.now() },
      });
      const { id: made } = generatedMaps[0] as Export;
      await this.audit.record(db, user, {
        action: 'export.started',
        entity: 'export',
        entityId: made,
        detail: { kind, format, ...filters },
      });
      return made;
    });
    await this.jobs.send(EXPORT_QUEUE, { accountId, exportId: id });
    const made = await this.find(user, id);
    await this.news.progress(made);
    return { url: null, export: viewOf(made, user) };
  }

  /** Takes effect within a second. @throws NotFound, Forbidden, Conflict `export.ended` */
  async cancel(user: Principal, id: number): Promise<ExportView> {
    await this.findRemovable(user, id);
    const { accountId } = user;
    const exports = this.database.getRepository(Export);
    const { affected } = await exports.update(
      { accountId, id, status: In(UNDER_WAY) },
      { cancelRequested: true },
    );
    if (!affected) throw new Conflict('export.ended', 'This export has ended already.');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + CANCELLED_KEPT_MS);
    // Nobody works on it yet: the job, when its turn comes, finds it ended.
    await exports.update(
      { accountId, id, status: ExportStatus.Queued },
      { status: ExportStatus.Cancelled, endedAt: now, expiresAt },
    );
    const after = await this.find(user, id);
    await this.news.progress(after);
    return viewOf(after, user);
  }

  /** With its file. @throws NotFound, Forbidden, Conflict `export.running` */
  async remove(user: Principal, id: number): Promise<void> {
    const { accountId } = user;
    const { file } = await this.findRemovable(user, id);
    const ended = Object.values(ExportStatus).filter((status) => !UNDER_WAY.includes(status));
    const { affected } = await this.database
      .getRepository(Export)
      .delete({ accountId, id, status: In(ended) });
    if (!affected) {
      throw new Conflict('export.running', 'This file is still being prepared: cancel it first.');
    }
    if (file) await this.files.remove(file);
    await this.news.progress({ accountId, id });
  }

  /** @throws NotFound `export.not-found`, Conflict `export.not-finished`, `export.file-missing` */
  async download(user: Principal, id: number, response: Response): Promise<void> {
    const { file, fileName, expiresAt, status } = await this.find(user, id);
    // Whoever clears up may not have come yet.
    if (expiresAt && expiresAt <= this.clock.now()) throw gone();
    if (status !== ExportStatus.Finished || !file)
      throw new Conflict('export.not-finished', 'This file is not ready, or never will be.');
    await this.files.send(response, file, fileName ?? file);
  }

  private async findRemovable(user: Principal, id: number): Promise<Export> {
    const found = await this.find(user, id);
    if (!isRemovable(found, user)) {
      throw new Forbidden(
        'export.not-yours',
        'Only managers and owners cancel and delete what others have asked for.',
      );
    }
    return found;
  }

  private async find(user: Principal, id: number): Promise<Export> {
    const { accountId } = user;
    const found = await this.database.getRepository(Export).findOneBy({ accountId, id });
    if (!found || !this.mayRead(user, found.kind)) throw gone();
    return found;
  }

  private mayRead({ role, operator }: Principal, kind: ExportKind): boolean {
    return permissionsOf(role, operator).includes(this.sources.permissionFor(kind));
  }
}

function gone(): NotFound {
  return new NotFound('export.not-found', 'There is no such export, or it is not kept any more.');
}

function isRemovable({ userId }: Export, user: Principal): boolean {
  const isOwn = userId !== null && userId === user.userId;
  return isOwn || permissionsOf(user.role, user.operator).includes('export.write');
}

function viewOf(one: Export, user: Principal): ExportView {
  return { ...one, removable: isRemovable(one, user) } as unknown as ExportView;
}
