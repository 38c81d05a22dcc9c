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
import { Page, PhonebookInput, PhonebookQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, In } from 'typeorm';
import { Phonebook } from './phonebook.entity';
import { PhonebookUses } from './phonebook-uses';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(phonebook.name)', type: 'text' },
    createdAt: { expression: 'phonebook.created_at', type: 'timestamptz' },
    updatedAt: { expression: 'phonebook.updated_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'phonebook.id',
};

const NAMING: Naming = {
  index: 'phonebook_name_key',
  code: 'phonebook.name-taken',
  word: 'phonebook',
};

/** A phonebook with its contacts and the campaigns that use it counted. */
export type CountedPhonebook = Phonebook & {
  activeContacts: number;
  allContacts: number;
  campaigns: number;
};

/** The phonebooks of an account. */
@Injectable()
export class PhonebookService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(PhonebookUses) private readonly uses: PhonebookUses,
  ) {}

  async list({ accountId }: Principal, query: PhonebookQuery): Promise<Page<CountedPhonebook>> {
    const phonebooks = this.database
      .createQueryBuilder(Phonebook, 'phonebook')
      .where('phonebook.account_id = :accountId', { accountId });
    if (query.q) phonebooks.andWhere('phonebook.name ilike :q', { q: containing(query.q) });
    const page = await keysetPage(phonebooks, query, SORTS);
    return { ...page, items: await this.counted(this.database.manager, accountId, page.items) };
  }

  /** @throws NotFound `phonebook.not-found` */
  async get(
    { accountId }: Principal,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<CountedPhonebook> {
    const phonebook = await db.getRepository(Phonebook).findOneBy({ accountId, id });
    if (!phonebook) throw notFound();
    const [counted] = await this.counted(db, accountId, [phonebook]);
    return counted!;
  }

  /** @throws Conflict `phonebook.name-taken` */
  async create(user: Principal, input: PhonebookInput): Promise<CountedPhonebook> {
    return this.database.transaction(async (db) => {
      const { id } = await this.add(user, input, db);
      return this.get(user, id, db);
    });
  }

  /** Adds a phonebook within a larger change. @throws Conflict `phonebook.name-taken` */
  async add(user: Principal, input: PhonebookInput, db: EntityManager): Promise<Phonebook> {
    const { accountId } = user;
    const phonebook = db.getRepository(Phonebook).create({ accountId, ...tidied(input) });
    await refusingTakenName(NAMING, input.name, () =>
      db.getRepository(Phonebook).insert(phonebook),
    );
    await this.announce(db, user, 'created', phonebook.id, { name: phonebook.name });
    return phonebook;
  }

  /** @throws Conflict `phonebook.name-taken` */
  async replace(user: Principal, id: number, input: PhonebookInput): Promise<CountedPhonebook> {
    const { accountId } = user;
    return this.database.transaction(async (db) => {
      const before = await this.get(user, id, db);
      const values = tidied(input);
      await refusingTakenName(NAMING, input.name, () =>
        db.getRepository(Phonebook).update({ accountId, id }, values),
      );
      const detail = { name: values.name, before: before.name };
      await this.announce(db, user, 'changed', id, detail);
      return this.get(user, id, db);
    });
  }

  /**
   * Deletes phonebooks with their contacts; calls, messages and subscribers stay.
   * @throws Conflict `phonebook.in-use` where a running or paused campaign calls one of them
   */
  async remove(user: Principal, ids: readonly number[]): Promise<number> {
    return this.database.transaction(async (db) => {
      const phonebooks = await this.hold(db, user, ids);
      await db.getRepository(Phonebook).delete({ accountId: user.accountId, id: In([...ids]) });
      for (const { id, name, allContacts } of phonebooks) {
        await this.announce(db, user, 'deleted', id, { name, contacts: allContacts });
      }
      return phonebooks.length;
    });
  }

  /**
   * Locks phonebooks that are about to lose their contacts, so that no campaign starts with them meanwhile.
   * @throws NotFound `phonebook.not-found`, Conflict `phonebook.in-use`
   */
  async hold(
    db: EntityManager,
    { accountId }: Principal,
    ids: readonly number[],
  ): Promise<CountedPhonebook[]> {
    const phonebooks = await db
      .createQueryBuilder(Phonebook, 'phonebook')
      .where('phonebook.account_id = :accountId and phonebook.id in (:...ids)', { accountId, ids })
      .orderBy('phonebook.id')
      // Against the share lock of a campaign that starts, but not against contacts, whose key shares the row's.
      .setLock('for_no_key_update')
      .getMany();
    if (phonebooks.length < new Set(ids).size) throw notFound();
    const use = (await this.uses.of(db, accountId, ids)).find(({ underWay }) => underWay);
    if (use) {
      const { name } = phonebooks.find(({ id }) => id === use.phonebookId)!;
      throw new Conflict(
        'phonebook.in-use',
        `The campaign “${use.campaignName}” is under way with “${name}”. Stop the campaign first.`,
      );
    }
    return this.counted(db, accountId, phonebooks);
  }

  /** Records what was done to a phonebook and tells the panels that show it. */
  async announce(
    db: EntityManager,
    by: Principal,
    deed: string,
    entityId: number,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(db, by, {
      action: `phonebook.${deed}`,
      entity: 'phonebook',
      entityId,
      detail,
    });
    await this.notifications.publish(db, { accountId: by.accountId, topic: 'contact' });
  }

  private async counted(
    db: EntityManager,
    accountId: number,
    phonebooks: readonly Phonebook[],
  ): Promise<CountedPhonebook[]> {
    if (!phonebooks.length) return [];
    const ids = phonebooks.map(({ id }) => id);
    const sizes = (await db.query(
      `select phonebook_id as id, active_contacts as active, all_contacts as "all"
         from phonebook_size where account_id = $1 and phonebook_id = any($2)`,
      [accountId, ids],
    )) as { id: number; active: number; all: number }[];
    const uses = await this.uses.of(db, accountId, ids);
    return phonebooks.map((phonebook) => {
      const size = sizes.find(({ id }) => id === phonebook.id);
      return Object.assign(phonebook, {
        activeContacts: size?.active ?? 0,
        allContacts: size?.all ?? 0,
        campaigns: uses.filter(({ phonebookId }) => phonebookId === phonebook.id).length,
      });
    });
  }
}

function tidied({ name, description }: PhonebookInput) {
  return { name: name.trim(), description: description?.trim() || null };
}

const notFound = () => new NotFound('phonebook.not-found', 'There is no such phonebook.');
