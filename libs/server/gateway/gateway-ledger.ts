import { BYTE_ORDER_MARK, Config, csvLine, hasLedger, NotFound } from '@belltower/core';
import { LedgerEntry, ledgerOf } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';

const COLUMNS = [
  'id',
  'number',
  'callerId',
  'placedAt',
  'ringingAt',
  'answeredAt',
  'endedAt',
  'disposition',
  'sipStatus',
  'q850',
  'digits',
] as const satisfies readonly (keyof LedgerEntry)[];

/** What a simulated carrier was asked to dial, by its own record: the truth that reports are held against. */
@Injectable()
export class GatewayLedger {
  constructor(@Inject(Config) private readonly config: Config) {}

  /** One line a call. @throws NotFound `gateway.no-ledger` */
  async *csv(gatewayId: number): AsyncGenerator<string> {
    const entries = await this.entries(gatewayId);
    yield BYTE_ORDER_MARK + csvLine(COLUMNS);
    for await (const entry of entries) yield csvLine(COLUMNS.map((column) => entry[column]));
  }

  /** One JSON object a line. @throws NotFound `gateway.no-ledger` */
  async *jsonLines(gatewayId: number): AsyncGenerator<string> {
    for await (const entry of await this.entries(gatewayId)) yield `${JSON.stringify(entry)}\n`;
  }

  private async entries(gatewayId: number): Promise<AsyncGenerator<LedgerEntry>> {
    if (!(await hasLedger(this.config.DATA_DIR, gatewayId))) {
      throw new NotFound(
        'gateway.no-ledger',
        'There is no ledger here: only simulated gateways keep one, from their first call on, on the machine that dials.',
      );
    }
    return ledgerOf(this.config.DATA_DIR, gatewayId);
  }
}
