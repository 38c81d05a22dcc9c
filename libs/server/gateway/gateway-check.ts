import { Clock, Jobs } from '@belltower/core';
import { GatewayStatus } from '@belltower/dto';
import { GatewayHealth } from '@belltower/telephony';
import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HeldLines } from './gateway-lines';
import { GatewayNews } from './gateway-news';
import { Gateway } from './gateway.entity';

const QUEUE = 'gateway-check';
const EVERY_MINUTE = '* * * * *';
/** A gateway that has not answered by then is down. */
const PATIENCE_MS = 10_000;

/** Asks gateways whether they can take calls or messages, so that their status is never older than a minute or two. */
@Injectable()
export class GatewayCheck implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(HeldLines) private readonly lines: HeldLines,
    @Inject(GatewayNews) private readonly news: GatewayNews,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(QUEUE, { retries: 0 }, () => this.checkAll());
    await this.jobs.schedule(QUEUE, EVERY_MINUTE);
  }

  /** Asks every gateway that is switched on. */
  async checkAll(): Promise<void> {
    const gateways = await this.lines.gateways();
    const enabled = gateways.filter((gateway) => gateway.enabled);
    await Promise.all(enabled.map(({ id }) => this.check(id)));
  }

  /** Asks one gateway and remembers what it said. */
  async check(id: number): Promise<GatewayHealth> {
    const health = await this.ask(id);
    await this.database.transaction(async (db) => {
      const gateways = db.getRepository(Gateway);
      const before = await gateways.findOne({
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!before) return;
      const { status, detail: statusDetail } = health;
      const checkedAt = this.clock.now();
      // Not by the entity manager's update, as a check is no change that a person made.
      await db.query(
        'update gateway set status = $2, status_detail = $3, checked_at = $4 where id = $1',
        [id, status, statusDetail, checkedAt],
      );
      if (before.status !== status) await this.news.turned(db, before, health);
    });
    return health;
  }

  private async ask(id: number): Promise<GatewayHealth> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<GatewayHealth>((resolve) => {
      const detail = `No answer within ${PATIENCE_MS / 1_000} seconds`;
      timer = setTimeout(() => resolve({ status: GatewayStatus.Down, detail }), PATIENCE_MS);
    });
    try {
      return await Promise.race([this.lines.check(id), silence]);
    } catch (error) {
      // A connection that cannot even be made, such as one whose secrets another key sealed.
      return { status: GatewayStatus.Down, detail: (error as Error).message };
    } finally {
      clearTimeout(timer);
    }
  }
}
