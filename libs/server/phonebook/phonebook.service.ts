import { Injectable } from '@nestjs/common';
import { Principal } from '@belltower/auth';
import { Conflict, keysetPage, KeysetSorts, NotFound } from '@belltower/core';
import { Page, PhonebookInput, PhonebookQuery } from '@belltower/dto';
import { DataSource, ILike, Not } from 'typeorm';
import { Phonebook } from './phonebook.entity';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(phonebook.name)', type: 'text' },
    createdAt: { expression: 'phonebook.created_at', type: 'timestamptz' },
    updatedAt: { expression: 'phonebook.updated_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'phonebook.id',
};

/** The phonebooks of an account. */
@Injectable()
export class PhonebookService {
  constructor(private readonly database: DataSource) {}

  async list({ accountId }: Principal, query: PhonebookQuery): Promise<Page<Phonebook>> {
    const phonebooks = this.database
      .createQueryBuilder(Phonebook, 'phonebook')
      .where('phonebook.account_id = :accountId', { accountId });
    if (query.q) phonebooks.andWhere('phonebook.name ilike :q', { q: `%${query.q}%` });
    return keysetPage(phonebooks, query, SORTS);
  }

  /** @throws NotFound `phonebook.not-found` */
  async get({ accountId }: Principal, id: number): Promise<Phonebook> {
    const phonebook = await this.database.getRepository(Phonebook).findOneBy({ accountId, id });
    if (!phonebook) throw new NotFound('phonebook.not-found', 'There is no such phonebook.');
    return phonebook;
  }

  /** @throws Conflict `phonebook.name-taken` */
  async create(user: Principal, input: PhonebookInput): Promise<Phonebook> {
    await this.refuseTakenName(user, input.name);
    const { generatedMaps } = await this.database
      .getRepository(Phonebook)
      .insert({ ...input, accountId: user.accountId });
    return this.get(user, (generatedMaps[0] as Phonebook).id);
  }

  async replace(user: Principal, id: number, input: PhonebookInput): Promise<Phonebook> {
    await this.get(user, id);
    await this.refuseTakenName(user, input.name, id);
    await this.database.getRepository(Phonebook).update({ accountId: user.accountId, id }, input);
    return this.get(user, id);
  }

  async remove(user: Principal, id: number): Promise<void> {
    await this.get(user, id);
    await this.database.getRepository(Phonebook).delete({ accountId: user.accountId, id });
  }

  private async refuseTakenName({ accountId }: Principal, name: string, except = 0): Promise<void> {
    const taken = await this.database
      .getRepository(Phonebook)
      .existsBy({ accountId, name: ILike(name.replace(/[%_\\]/g, '\\$&')), id: Not(except) });
    if (!taken) return;
    const message = `There is a phonebook called “${name}” already.`;
    throw new Conflict('phonebook.name-taken', message, [{ field: 'name', message }]);
  }
}
