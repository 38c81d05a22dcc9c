import { AccountZone, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { Channel, MessageDashboardView, MessageReportQuery, TimeStep } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { attemptsNow } from './attempts-now';
import { codeCounts, messagesByGateway } from './message-groups';
import { keptSince } from './kept-since';
import { messageFiguresOf } from './message-figures';
import { overTime } from './over-time';
import { countablePeriod, periodBefore, periodOf } from './period';
import { MESSAGE_TALLIES, talliesByAll, talliesByStep, talliesOf } from './tallies';
import { stepBegins, stepFor } from './time-steps';

const MOST_CODES = 10;

/** What the dashboard tells of messages: the period's figures, what they are made of, and what is going on now. */
@Injectable()
export class MessageDashboardService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `report.period`, `report.too-many-rows` */
  async show(
    { accountId }: Pick<Principal, 'accountId'>,
    query: MessageReportQuery,
  ): Promise<MessageDashboardView> {
    const db = this.database;
    const timeZone = await this.zone.of(accountId);
    const kept = await keptSince(db, 'messages');
    const asked = periodOf(query, this.clock.now());
    const period = countablePeriod(asked, kept);
    const before = countablePeriod(periodBefore(asked, timeZone), kept);
    const { campaignId, gatewayId, country, code } = query;
    const scope = { accountId, campaignId, gatewayId, country, code, ...period };
    const step = stepFor(period);
    const begins = stepBegins(step, period, timeZone);
    const longest = { timeZone, step: TimeStep.Month };
    const [byTime, byRoute, earlier, messagesNow] = await Promise.all([
      talliesByStep(db, MESSAGE_TALLIES, scope, { timeZone, step }, begins),
      // Both in one reading: what is not closed yet is the most of it.
      talliesByAll(db, MESSAGE_TALLIES, scope, longest, { gatewayId: 'gateway_id', code: 'code' }),
      talliesOf(db, MESSAGE_TALLIES, { ...scope, ...before }, longest),
      attemptsNow(db, accountId, Channel.Sms, campaignId),
    ]);
    const by = (key: 'gatewayId' | 'code') =>
      byRoute.map((tally) => ({ ...tally, key: tally[key] }));
    return {
      timeZone,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      messagesKeptSince: kept?.toISOString() ?? null,
      previousFrom: before.from.toISOString(),
      previousUntil: before.until.toISOString(),
      total: messageFiguresOf(byTime),
      previous: messageFiguresOf(earlier),
      step,
      overTime: overTime(MESSAGE_TALLIES, byTime, begins, period),
      gateways: await messagesByGateway(db, by('gatewayId')),
      codes: codeCounts(by('code')).slice(0, MOST_CODES),
      messagesNow,
    };
  }
}
