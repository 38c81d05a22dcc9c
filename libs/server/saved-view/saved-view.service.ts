import { AuditService, permissionsOf, Principal } from '@belltower/auth';
import {
  Conflict,
  Forbidden,
  keysetPage,
  KeysetSorts,
  Naming,
  NotFound,
  refusingTakenName,
} from '@belltower/core';
import { Page, SavedViewInput, SavedViewQuery, SavedViewView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, IsNull } from 'typeorm';
import { SavedView } from './saved-view.entity';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(view.name)', type: 'text' },
    updatedAt: { expression: 'view.updated_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'view.id',
};

const NAMING: Naming = {
  index: 'saved_view_name_key',
  code: 'saved-view.name-taken',
  word: 'view of this list',
};

/** Of one person, and for everybody in an account: more than anybody finds again. */
const MOST = 100;

/** Views of lists that people keep: each their own, and those for everybody in the account. */
@Injectable()
export class SavedViewService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  async list(user: Principal, { list, ...paging }: SavedViewQuery): Promise<Page<object>> {
    const views = this.open(this.database.manager, user);
    if (list) views.andWhere('view.list = :list', { list });
    const page = await keysetPage(views, paging, SORTS);
    return { ...page, items: page.items.map((view) => told(view, user)) };
  }

  /** @throws NotFound `saved-view.not-found` */
  async get(user: Principal, id: number): Promise<Omit<SavedViewView, 'updatedAt'>> {
    return told(await this.found(this.database.manager, user, id), user);
  }

  /** @throws Conflict `saved-view.name-taken`, `saved-view.too-many`, Forbidden `saved-view.not-yours` */
  async create(user: Principal, input: SavedViewInput) {
    return this.database.transaction(async (db) => {
      const values = valuesOf(user, input);
      await refuseTooMany(db, values);
      const view = db.getRepository(SavedView).create({ ...values, createdBy: user.name });
      await refusingTakenName(NAMING, input.name, () => db.getRepository(SavedView).insert(view));
      if (input.shared) await this.record(db, user, 'created', view);
      return told(await this.found(db, user, view.id), user);
    });
  }

  /** @throws Conflict `saved-view.name-taken`, `saved-view.too-many`, Forbidden `saved-view.not-yours` */
  async replace(user: Principal, id: number, input: SavedViewInput) {
    return this.database.transaction(async (db) => {
      const before = await this.changeable(db, user, id);
      const values = valuesOf(user, input);
      if (values.userId !== before.userId) await refuseTooMany(db, values);
      const own = { accountId: user.accountId, id };
      await refusingTakenName(NAMING, input.name, () =>
        db.getRepository(SavedView).update(own, values),
      );
      const view = await this.found(db, user, id);
      if (input.shared || isShared(before)) await this.record(db, user, 'changed', view);
      return told(view, user);
    });
  }

  /** @throws NotFound `saved-view.not-found`, Forbidden `saved-view.not-yours` */
  async remove(user: Principal, id: number): Promise<void> {
    await this.database.transaction(async (db) => {
      const view = await this.changeable(db, user, id);
      await db.getRepository(SavedView).delete({ accountId: user.accountId, id });
      if (isShared(view)) await this.record(db, user, 'deleted', view);
    });
  }

  /** Those that this person may open. */
  private open(db: EntityManager, { accountId, userId }: Principal) {
    return db
      .createQueryBuilder(SavedView, 'view')
      .where('view.account_id = :accountId', { accountId })
      .andWhere('(view.user_id is null or view.user_id = :userId)', { userId });
  }

  private async found(db: EntityManager, user: Principal, id: number): Promise<SavedView> {
    const view = await this.open(db, user).andWhere('view.id = :id', { id }).getOne();
    if (!view) throw new NotFound('saved-view.not-found', 'There is no such view.');
    return view;
  }

  private async changeable(db: EntityManager, user: Principal, id: number): Promise<SavedView> {
    const view = await this.found(db, user, id);
    if (!mayChange(view, user)) throw notYours();
    return view;
  }

  private async record(db: EntityManager, user: Principal, deed: string, view: SavedView) {
    const { id: entityId, name, list } = view;
    await this.audit.record(db, user, {
      action: `saved-view.${deed}`,
      entity: 'saved-view',
      entityId,
      detail: { name, list },
    });
  }
}

/** @throws Forbidden `saved-view.not-yours`, `saved-view.nobodys` */
function valuesOf(user: Principal, { name, list, query, shared }: SavedViewInput) {
  if (shared && !mayShare(user)) throw notYours();
  if (!shared && user.userId === null) {
    throw new Forbidden(
      'saved-view.nobodys',
      'An API key is nobody who could have a view: send “shared”.',
    );
  }
  const userId = shared ? null : user.userId;
  return { accountId: user.accountId, userId, list, name: name.trim(), query };
}

/** @throws Conflict `saved-view.too-many` */
async function refuseTooMany(
  db: EntityManager,
  { accountId, userId }: Pick<SavedView, 'accountId' | 'userId'>,
): Promise<void> {
  const kept = await db.getRepository(SavedView).countBy({ accountId, userId: userId ?? IsNull() });
  if (kept < MOST) return;
  throw new Conflict(
    'saved-view.too-many',
    `There are ${MOST} views already. Delete one that nobody needs.`,
  );
}

function told(view: SavedView, user: Principal) {
  return Object.assign(view, { shared: isShared(view), changeable: mayChange(view, user) });
}

const isShared = ({ userId }: SavedView) => userId === null;

function mayChange(view: SavedView, user: Principal): boolean {
  return isShared(view) ? mayShare(user) : view.userId === user.userId;
}

const mayShare = ({ role, operator }: Principal) =>
  permissionsOf(role, operator).includes('saved-view.share');

const notYours = () =>
  new Forbidden(
    'saved-view.not-yours',
    'Only owners and managers of the account keep views for everybody.',
  );
