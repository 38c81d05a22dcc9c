import { AuditService, Principal } from '@belltower/auth';
import {
  Conflict,
  containing,
  keysetPage,
  KeysetSorts,
  Naming,
  NotFound,
  Notifications,
  refusingTakenName,
} from '@belltower/core';
import { AudioInput, AudioQuery, AudioUseView, Page } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, EntityManager } from 'typeorm';
import { ConvertedAudio } from './audio-converter';
import { AudioUses } from './audio-uses';
import { Audio } from './audio.entity';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(audio.name)', type: 'text' },
    seconds: { expression: 'audio.size_bytes', type: 'bigint' },
    sizeBytes: { expression: 'audio.size_bytes', type: 'bigint' },
    createdAt: { expression: 'audio.created_at', type: 'timestamptz' },
    updatedAt: { expression: 'audio.updated_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'audio.id',
};

const NAMING: Naming = { index: 'audio_name_key', code: 'audio.name-taken', word: 'recording' };

/** A recording takes up to five megabytes, so that this is two gigabytes at most. */
const MOST_RECORDINGS = 400;
const LONGEST_NAME = 120;
const BYTES_A_SECOND = 8_000;

/** A recording without its sound, and the campaigns that play it. */
export type ListedAudio = Omit<Audio, 'pcmu' | 'sha256'> & {
  seconds: number;
  sha256: string;
  usedBy: AudioUseView[];
};

/** What is uploaded: the sound, and what it was called as a file. */
export interface NewAudio extends ConvertedAudio {
  fileName: string;
}

/** The recordings of an account. */
@Injectable()
export class AudioService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(AudioUses) private readonly uses: AudioUses,
  ) {}

  async list({ accountId }: Principal, query: AudioQuery): Promise<Page<ListedAudio>> {
    const recordings = this.database
      .createQueryBuilder(Audio, 'audio')
      .where('audio.account_id = :accountId', { accountId });
    if (query.q) recordings.andWhere('audio.name ilike :q', { q: containing(query.q) });
    const page = await keysetPage(recordings, query, SORTS);
    return { ...page, items: await this.listed(this.database.manager, accountId, page.items) };
  }

  /** @throws NotFound `audio.not-found` */
  async get(
    { accountId }: Principal,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<ListedAudio> {
    const [listed] = await this.listed(db, accountId, [await this.find(db, accountId, id)]);
    return listed!;
  }

  /**
   * A part of the sound, from sample `first` until before `until`, 8,000 of them a second.
   * @throws NotFound `audio.not-found`
   */
  async sound({ accountId }: Principal, id: number, first: number, until: number): Promise<Buffer> {
    const [row] = await this.database.query<{ part: Buffer }[]>(
      'select substring(pcmu from $3 for $4) as part from audio where account_id = $1 and id = $2',
      [accountId, id, first + 1, Math.max(0, until - first)],
    );
    if (!row) throw notFound();
    return row.part;
  }

  /** @throws Conflict `audio.library-full` */
  async refuseWhereFull({ accountId }: Principal): Promise<void> {
    const count = await this.database.getRepository(Audio).countBy({ accountId });
    if (count < MOST_RECORDINGS) return;
    throw new Conflict(
      'audio.library-full',
      `There are ${count} recordings, the most that a library holds. Delete some of them first.`,
    );
  }

  /**
   * Adds a recording to the library.
   * @param name blank: the name of the file without its ending, with a number behind it where that is taken
   * @throws Conflict `audio.name-taken`
   */
  async add(user: Principal, name: string | undefined, audio: NewAudio): Promise<ListedAudio> {
    const { accountId } = user;
    return this.database.transaction(async (db) => {
      const chosen = name?.trim() || (await this.freeName(db, accountId, audio.fileName));
      const row = db.getRepository(Audio).create({ accountId, name: chosen, ...valuesOf(audio) });
      await refusingTakenName(NAMING, chosen, () => db.getRepository(Audio).insert(row));
      await this.announce(db, user, 'created', row.id, { name: chosen, file: audio.fileName });
      return this.get(user, row.id, db);
    });
  }

  /** Puts another sound in the place of a recording's. @throws NotFound `audio.not-found` */
  async replaceSound(user: Principal, id: number, audio: NewAudio): Promise<ListedAudio> {
    const { accountId } = user;
    return this.database.transaction(async (db) => {
      const { name, fileName: before } = await this.find(db, accountId, id);
      await db.getRepository(Audio).update({ accountId, id }, valuesOf(audio));
      await this.announce(db, user, 'replaced', id, { name, file: audio.fileName, before });
      return this.get(user, id, db);
    });
  }

  /** @throws NotFound `audio.not-found`, Conflict `audio.name-taken` */
  async rename(user: Principal, id: number, input: AudioInput): Promise<ListedAudio> {
    const { accountId } = user;
    return this.database.transaction(async (db) => {
      const before = await this.find(db, accountId, id);
      const name = input.name.trim();
      await refusingTakenName(NAMING, name, () =>
        db.getRepository(Audio).update({ accountId, id }, { name }),
      );
      await this.announce(db, user, 'changed', id, { name, before: before.name });
      return this.get(user, id, db);
    });
  }

  /** @throws NotFound `audio.not-found`, Conflict `audio.in-use` where a campaign that may still call plays it */
  async remove(user: Principal, id: number): Promise<void> {
    const { accountId } = user;
    await this.database.transaction(async (db) => {
      const audio = await db
        .createQueryBuilder(Audio, 'audio')
        .where('audio.account_id = :accountId and audio.id = :id', { accountId, id })
        // Against a campaign that names it at this moment, whose foreign key shares the row.
        .setLock('pessimistic_write')
        .getOne();
      if (!audio) throw notFound();
      const [use] = await this.uses.of(db, accountId, [id]);
      if (use) {
        throw new Conflict(
          'audio.in-use',
          `The campaign “${use.campaignName}” plays “${audio.name}”. Choose another recording there, or stop the campaign, first.`,
        );
      }
      await this.uses.forget(db, accountId, id);
      await db.getRepository(Audio).delete({ accountId, id });
      await this.announce(db, user, 'deleted', id, { name: audio.name });
    });
  }

  private async find(db: EntityManager, accountId: number, id: number): Promise<Audio> {
    const audio = await db.getRepository(Audio).findOneBy({ accountId, id });
    if (!audio) throw notFound();
    return audio;
  }

  private async freeName(db: EntityManager, accountId: number, fileName: string): Promise<string> {
    const stem = fileName
      .replace(/\.\w{1,5}$/, '')
      .replaceAll('_', ' ')
      .trim()
      .slice(0, LONGEST_NAME - 5);
    const base = stem || 'Recording';
    const taken = await db
      .createQueryBuilder(Audio, 'audio')
      .select('lower(audio.name)', 'name')
      .where('audio.account_id = :accountId', { accountId })
      .getRawMany<{ name: string }>();
    const names = new Set(taken.map(({ name }) => name));
    let name = base;
    for (let count = 2; names.has(name.toLowerCase()); count++) name = `${base} ${count}`;
    return name;
  }

  private async listed(
    db: EntityManager,
    accountId: number,
    recordings: readonly Audio[],
  ): Promise<ListedAudio[]> {
    const ids = recordings.map(({ id }) => id);
    const uses = await this.uses.of(db, accountId, ids);
    return recordings.map((audio) => ({
      ...audio,
      seconds: audio.sizeBytes / BYTES_A_SECOND,
      sha256: audio.sha256.toString('hex'),
      usedBy: uses.filter(({ audioId }) => audioId === audio.id),
    }));
  }

  private async announce(
    db: EntityManager,
    by: Principal,
    deed: string,
    entityId: number,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(db, by, { action: `audio.${deed}`, entity: 'audio', entityId, detail });
    await this.notifications.publish(db, { accountId: by.accountId, topic: 'audio', id: entityId });
  }
}

function valuesOf({ pcmu, format, fileName }: NewAudio) {
  const sha256 = createHash('sha256').update(pcmu).digest();
  return { pcmu, format, fileName, sha256, sizeBytes: pcmu.length };
}

const notFound = () => new NotFound('audio.not-found', 'There is no such recording.');
