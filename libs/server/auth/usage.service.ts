import { Inject, Injectable } from '@nestjs/common';
import { AccountInput, fieldsOf, LimitUsageView } from '@belltower/dto';
import { AccountService } from './account.service';
import { Limit, Meters } from './limit';

/** How far an account is from its limits. */
@Injectable()
export class UsageService {
  constructor(
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(Meters) private readonly meters: Meters,
  ) {}

  async of(accountId: number): Promise<LimitUsageView[]> {
    const account = await this.accounts.get(accountId);
    const limits = fieldsOf(AccountInput).filter(({ name }) => name.startsWith('max'));
    return Promise.all(
      limits.map(async ({ name, label }) => ({
        limit: name,
        label,
        used: await this.meters.used(name as Limit, accountId),
        allowed: account[name as Limit],
      })),
    );
  }
}
