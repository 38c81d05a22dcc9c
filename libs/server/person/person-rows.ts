import { Contact, ContactChanges, sizesOf } from '@belltower/contact';
import { Notifications } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { eraseMentions } from './mentions';
import { Person } from './person';
import { eraseHistory, eraseTexts } from './person-history';
import { countPlaces, leavePlaces, lockPlaces } from './person-places';

/** Erases the rows of a person, or what in them names them. */
@Injectable()
export class PersonRows {
  constructor(
    @Inject(ContactChanges) private readonly changes: ContactChanges,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** In the caller's transaction. Opt-outs and do-not-call lists stay. @throws as {@link lockPlaces} */
  async erase(db: EntityManager, person: Person): Promise<void> {
    await eraseMentions(db, person);
    await eraseTexts(db, person);
    await this.eraseContacts(db, person);
    const places = await lockPlaces(db, person);
    const changes = await leavePlaces(db, person, places);
    await eraseHistory(db, person);
    await countPlaces(db, person, changes);
    const { accountId } = person;
    for (const id of new Set(changes.map(({ campaignId }) => campaignId)))
      await this.notifications.publish(db, { accountId, topic: 'campaign', id });
    await this.notifications.publish(db, { accountId, topic: 'reply' });
  }

  /** As everybody who deletes contacts: phonebooks count them out, and running campaigns follow. */
  private async eraseContacts(db: EntityManager, { accountId, number }: Person): Promise<void> {
    const contacts = await db.getRepository(Contact).find({
      where: { accountId, number },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (!contacts.length) return;
    await db.getRepository(Contact).delete({ accountId, number });
    const sizes = sizesOf(contacts, -1);
    await this.changes.record(db, accountId, { numbers: [number], sizes });
  }
}
