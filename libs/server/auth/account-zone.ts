import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The time zone in which an account reads its reports. */
@Injectable()
export class AccountZone {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async of(accountId: number): Promise<string> {
    const [account] = await this.database.query<[{ time_zone: string }]>(
      'select time_zone from account where id = $1',
      [accountId],
    );
    return account.time_zone;
  }
}
