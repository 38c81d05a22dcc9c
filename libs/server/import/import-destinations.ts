import { Principal } from '@belltower/auth';
import { Invalid } from '@belltower/core';
import { ImportKind, ImportStartInput } from '@belltower/dto';
import { PhonebookService } from '@belltower/phonebook';
import { SuppressionListService } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { Import } from './import.entity';
import { scopeOf } from './list-loader';

/** Where an import goes. */
export type Destination = Partial<
  Pick<Import, 'phonebookId' | 'phonebookName' | 'listId' | 'listName'>
>;

/** Finds, or makes, the phonebook or the do-not-call list that an import goes to. */
@Injectable()
export class ImportDestinations {
  constructor(
    @Inject(PhonebookService) private readonly phonebooks: PhonebookService,
    @Inject(SuppressionListService) private readonly lists: SuppressionListService,
  ) {}

  /** @throws Invalid `import.phonebook`, `import.list` where none is named or two are */
  async of(user: Principal, kind: ImportKind, input: ImportStartInput): Promise<Destination> {
    const { phonebookId, listId } = input;
    const isOfContacts = kind === ImportKind.Contacts;
    const scope = scopeOf({ kind, accountId: user.accountId });
    // What it names without needing it must still be there and the account's own.
    if (phonebookId && !isOfContacts) await this.phonebooks.get(user, phonebookId);
    if (listId && isOfContacts) await this.lists.get(scope, listId);
    if (isOfContacts) {
      const { id, name } = await this.phonebookFor(user, input);
      return { phonebookId: id, phonebookName: name };
    }
    if (!listId === !input.newList) throw missing('list', 'listId', 'Choose a list');
    const list = listId
      ? await this.lists.getOpen(scope, listId)
      : await this.lists.create(scope, user, { name: input.newList! });
    return { listId: list.id, listName: list.name };
  }

  private async phonebookFor(user: Principal, { phonebookId, newPhonebook }: ImportStartInput) {
    if (!phonebookId === !newPhonebook) {
      throw missing('phonebook', 'phonebookId', 'Choose a phonebook');
    }
    if (phonebookId) return this.phonebooks.get(user, phonebookId);
    return this.phonebooks.create(user, { name: newPhonebook! });
  }
}

function missing(what: string, field: string, choose: string): Invalid {
  const message = `${choose}, or name a new one.`;
  return new Invalid(`import.${what}`, message, [{ field, message }]);
}
