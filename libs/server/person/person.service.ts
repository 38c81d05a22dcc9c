import { AccountService, Principal } from '@belltower/auth';
import { Clock, Invalid } from '@belltower/core';
import { PersonQuery, PersonView } from '@belltower/dto';
import { readNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Person, personOf } from './person';
import { personFile } from './person-file';
import { attemptsUnderWay, beyondReach, countParts } from './person-parts';

/** What an account keeps of one person. */
@Injectable()
export class PersonService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** How much there is. Always an answer: for what is no number, why it is none. */
  async view({ accountId }: Principal, { number }: PersonQuery): Promise<PersonView> {
    const read = await this.read(accountId, number);
    const beyond = await beyondReach(this.database, accountId);
    if ('problem' in read) return { number: null, ...read, parts: [], underWay: false, ...beyond };
    const person = personOf(accountId, read.number);
    return {
      ...{ number: person.number, problem: null },
      parts: await countParts(this.database, person),
      underWay: (await attemptsUnderWay(this.database, person)) > 0,
      ...beyond,
    };
  }

  /** All of it as a file; of what is no number, why it is none. */
  async *file({ accountId }: Principal, { number }: PersonQuery): AsyncGenerator<string> {
    const read = await this.read(accountId, number);
    const { name } = await this.accounts.get(accountId);
    const about = { account: name, at: this.clock.now().toISOString(), ...read };
    if ('number' in about)
      yield* personFile(this.database, about, personOf(accountId, about.number));
    else yield `${JSON.stringify({ about })}\n`;
  }

  /** The person with a number as somebody wrote it. @throws Invalid `person.number-invalid` */
  async named({ accountId }: Principal, number: string): Promise<Person> {
    const read = await this.read(accountId, number);
    if ('number' in read) return personOf(accountId, read.number);
    const message = read.problem;
    throw new Invalid('person.number-invalid', `${message}.`, [{ field: 'number', message }]);
  }

  private async read(accountId: number, number = '') {
    const { defaultCountry } = await this.accounts.get(accountId);
    return readNumber(number, defaultCountry);
  }
}
