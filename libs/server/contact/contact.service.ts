import { AccountService, AuditService, Principal } from '@belltower/auth';
import { Conflict, Invalid, keysetPage, NotFound, violates } from '@belltower/core';
import { ContactInput, ContactQuery, Page, PhoneNumberView } from '@belltower/dto';
import { readNumber, timeZonesOf } from '@belltower/phone-number';
import { Phonebook, PhonebookService } from '@belltower/phonebook';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, In } from 'typeorm';
import { Contact } from './contact.entity';
import { ContactChanges, sizesOf } from './contact-changes';
import { CONTACT_SORTS, filterContacts } from './contact-search';

/** A contact with what is known beyond its own row. */
export type KnownContact = Contact & { phonebookName: string; possibleTimeZones: string[] };

/** The contacts of an account, one at a time. */
@Injectable()
export class ContactService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(PhonebookService) private readonly phonebooks: PhonebookService,
    @Inject(ContactChanges) private readonly changes: ContactChanges,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  async list({ accountId }: Principal, query: ContactQuery): Promise<Page<KnownContact>> {
    const contacts = this.database.createQueryBuilder(Contact, 'contact');
    const page = await keysetPage(filterContacts(contacts, accountId, query), query, CONTACT_SORTS);
    return { ...page, items: await this.known(this.database.manager, accountId, page.items) };
  }

  /** @throws NotFound `contact.not-found` */
  async get(
    { accountId }: Principal,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<KnownContact> {
    const contact = await db.getRepository(Contact).findOneBy({ accountId, id });
    if (!contact) throw notFound();
    const [known] = await this.known(db, accountId, [contact]);
    return known!;
  }

  /** What a number would be read as, for hints while somebody types. */
  async read({ accountId }: Principal, raw = '', country?: string): Promise<PhoneNumberView> {
    const { defaultCountry } = await this.accounts.get(accountId);
    const read = readNumber(raw, defaultCountry);
    return 'problem' in read
      ? { number: null, problem: read.problem, possibleTimeZones: [] }
      : { ...read, problem: null, possibleTimeZones: [...timeZonesOf(read.number, country)] };
  }

  /** @throws Invalid `contact.number-invalid`, Conflict `contact.number-taken` or `contact.limit-reached` */
  async create(by: Principal, input: ContactInput): Promise<KnownContact> {
    const { accountId } = by;
    const number = await this.numberOf(by, input.number);
    return this.refusingTakenNumber(by, input, number, async (db) => {
      await this.phonebooks.get(by, input.phonebookId!, db);
      const contact = db
        .getRepository(Contact)
        .create({ accountId, ...valuesOf(input), number, rawNumber: input.number });
      await db.getRepository(Contact).insert(contact);
      await this.changes.record(db, accountId, {
        numbers: [number],
        sizes: sizesOf([contact], 1),
      });
      await this.recordDeed(db, by, 'created', contact);
      return this.get(by, contact.id, db);
    });
  }

  /** @throws Invalid `contact.number-invalid`, Conflict `contact.number-taken` */
  async replace(by: Principal, id: number, input: ContactInput): Promise<KnownContact> {
    const { accountId } = by;
    const number = await this.numberOf(by, input.number);
    return this.refusingTakenNumber(by, input, number, async (db) => {
      const before = await this.lock(db, accountId, id);
      if (before.phonebookId !== input.phonebookId)
        await this.phonebooks.get(by, input.phonebookId!, db);
      // A form sends back the number as it is stored, which is no news of how it was written.
      const rawNumber = input.number === before.number ? before.rawNumber : input.number;
      const values = { ...valuesOf(input), number, rawNumber };
      await db.getRepository(Contact).update({ accountId, id }, values);
      await this.changes.record(db, accountId, {
        numbers: [...new Set([before.number, number])],
        sizes: [...sizesOf([before], -1), ...sizesOf([values], 1)],
      });
      await this.recordDeed(db, by, 'changed', { ...before, ...values });
      return this.get(by, id, db);
    });
  }

  /** Takes a contact out of its phonebook and of running campaigns; its calls stay. */
  async remove(by: Principal, id: number): Promise<void> {
    const { accountId } = by;
    await this.database.transaction(async (db) => {
      const contact = await this.lock(db, accountId, id);
      await db.getRepository(Contact).delete({ accountId, id });
      await this.changes.record(db, accountId, {
        numbers: [contact.number],
        sizes: sizesOf([contact], -1),
      });
      await this.recordDeed(db, by, 'deleted', contact);
    });
  }

  private async numberOf({ accountId }: Principal, raw: string): Promise<string> {
    const { defaultCountry } = await this.accounts.get(accountId);
    const read = readNumber(raw, defaultCountry);
    if ('number' in read) return read.number;
    const message = read.problem;
    throw new Invalid('contact.number-invalid', `${message}.`, [{ field: 'number', message }]);
  }

  private async lock(db: EntityManager, accountId: number, id: number): Promise<Contact> {
    const contact = await db
      .getRepository(Contact)
      .findOne({ where: { accountId, id }, lock: { mode: 'pessimistic_write' } });
    if (!contact) throw notFound();
    return contact;
  }

  /** The index is the only judge: of two people who add a number at once, one is told. */
  private async refusingTakenNumber<T>(
    by: Principal,
    { phonebookId }: ContactInput,
    number: string,
    change: (db: EntityManager) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.database.transaction(change);
    } catch (error) {
      if (!violates(error, 'contact_number_key')) throw error;
      const { name } = await this.phonebooks.get(by, phonebookId!);
      const holder = await this.database
        .getRepository(Contact)
        .findOneBy({ accountId: by.accountId, phonebookId: phonebookId!, number });
      const person = [holder?.firstName, holder?.lastName].filter(Boolean).join(' ');
      const message = `${number} is in “${name}” already${person ? `, as ${person}` : ''}`;
      throw new Conflict('contact.number-taken', `${message}.`, [{ field: 'number', message }]);
    }
  }

  private async recordDeed(
    db: EntityManager,
    by: Principal,
    deed: string,
    { id, phonebookId }: Contact,
  ): Promise<void> {
    await this.audit.record(db, by, {
      action: `contact.${deed}`,
      entity: 'contact',
      entityId: id,
      detail: { phonebookId },
    });
  }

  private async known(
    db: EntityManager,
    accountId: number,
    contacts: readonly Contact[],
  ): Promise<KnownContact[]> {
    const ids = [...new Set(contacts.map(({ phonebookId }) => phonebookId))];
    const phonebooks = ids.length
      ? await db.getRepository(Phonebook).findBy({ accountId, id: In(ids) })
      : [];
    const names = new Map(phonebooks.map(({ id, name }) => [id, name]));
    return contacts.map((contact) =>
      Object.assign(contact, {
        phonebookName: names.get(contact.phonebookId) ?? '',
        possibleTimeZones: [...timeZonesOf(contact.number, contact.country)],
      }),
    );
  }
}

/** What a person wrote, without the blanks around it; what they left out is null. */
function valuesOf(input: ContactInput) {
  const text = (value: string | null | undefined) => value?.trim() || null;
  return {
    phonebookId: input.phonebookId!,
    firstName: text(input.firstName),
    lastName: text(input.lastName),
    status: input.status,
    email: text(input.email),
    unitNumber: text(input.unitNumber),
    address: text(input.address),
    city: text(input.city),
    state: text(input.state),
    postcode: text(input.postcode),
    country: input.country ?? null,
    timeZone: input.timeZone ?? null,
    notes: text(input.notes),
    variables: input.variables,
  };
}

const notFound = () => new NotFound('contact.not-found', 'There is no such contact.');
