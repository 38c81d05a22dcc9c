import { AccountWatchers } from '@belltower/auth';
import { ContactWatchers } from '@belltower/contact';
import { SuppressionWatchers } from '@belltower/suppression';
import { Inject, Injectable, OnModuleInit } from '@nestjs/common';
import { Roster } from './roster';

/** Has rosters told of what they follow: contacts of phonebooks, numbers that leave do-not-call lists, and caps. */
@Injectable()
export class RosterFollowing implements OnModuleInit {
  constructor(
    @Inject(ContactWatchers) private readonly contacts: ContactWatchers,
    @Inject(AccountWatchers) private readonly accounts: AccountWatchers,
    @Inject(SuppressionWatchers) private readonly suppressions: SuppressionWatchers,
    @Inject(Roster) private readonly roster: Roster,
  ) {}

  onModuleInit(): void {
    this.contacts.register((db, accountId, numbers) =>
      this.roster.contactsChange(db, accountId, numbers),
    );
    this.accounts.register((db, before, after) => this.roster.accountChanges(db, before, after));
    this.suppressions.register((db, accountId, numbers) =>
      this.roster.numbersLifted(db, accountId, numbers),
    );
  }
}
