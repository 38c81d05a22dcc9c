import { AuditService, Principal } from '@belltower/auth';
import { Invalid, QueryPipe, validationPipe } from '@belltower/core';
import { SuppressionBulkInput, SuppressionQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { LIST_BATCH, ListedNumbers } from './listed-numbers';
import { Scope } from './list-scope';
import { findNumbers, NumberFilters } from './number-search';

const QUERY = { type: 'query', metatype: SuppressionQuery } as const;

/** Takes many numbers off their lists. */
@Injectable()
export class SuppressionBulk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ListedNumbers) private readonly numbers: ListedNumbers,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /**
   * Takes off those with the ids, or all that match the list's filters, and answers how many. Large selections are
   * done in batches, each whole in itself; after a failure the same again does the rest.
   * @throws Invalid `suppression.nothing-chosen` where it names neither ids nor filters, or both
   */
  async takeOff(scope: Scope, by: Principal, input: SuppressionBulkInput): Promise<number> {
    const { ids, matching } = input;
    if (!!ids === !!matching) {
      throw new Invalid(
        'suppression.nothing-chosen',
        'Name the numbers by “ids” or by “matching”.',
      );
    }
    const affected = ids
      ? await this.database.transaction((db) => this.numbers.takeOff(db, scope, ids))
      : await this.takeOffMatching(scope, await filtersOf(matching!));
    await this.database.transaction(async (db) => {
      const detail = { ...(ids ? { ids: ids.length } : { matching }), affected };
      const entity = scope.numberEntity;
      await this.audit.record(db, by, { action: `${entity}.bulk-removed`, entity, detail });
      await this.numbers.announce(db, by.accountId);
    });
    return affected;
  }

  private async takeOffMatching(scope: Scope, filters: NumberFilters): Promise<number> {
    let affected = 0;
    for (let more = -1; more !== 0; affected += more) {
      more = await this.database.transaction((db) => this.takeOffSome(db, scope, filters));
    }
    return affected;
  }

  private async takeOffSome(
    db: EntityManager,
    scope: Scope,
    filters: NumberFilters,
  ): Promise<number> {
    const rows = await findNumbers(db, scope, filters)
      .select('listed.id', 'id')
      .orderBy('listed.created_at', 'DESC')
      .addOrderBy('listed.id', 'DESC')
      .limit(LIST_BATCH)
      .getRawMany<{ id: number }>();
    if (!rows.length) return 0;
    return this.numbers.takeOff(
      db,
      scope,
      rows.map(({ id }) => id),
    );
  }
}

/** Filters are those of the query string, and are held to its rules. */
async function filtersOf(matching: Record<string, string>): Promise<NumberFilters> {
  const typed: unknown = new QueryPipe().transform(matching, QUERY);
  return (await validationPipe().transform(typed, QUERY)) as SuppressionQuery;
}
