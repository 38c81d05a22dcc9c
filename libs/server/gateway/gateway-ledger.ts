import {
  BYTE_ORDER_MARK,
  Config,
  csvLine,
  hasLedger,
  ledgerLines,
  NotFound,
} from '@belltower/core';
import { Channel } from '@belltower/dto';
import { SmsLedgerEntry } from '@belltower/messaging';
import { LedgerEntry, ledgerOf } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { Gateway } from './gateway.entity';

const CALL_COLUMNS = [
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

const MESSAGE_COLUMNS = [
  'id',
  'number',
  'sender',
  'at',
  'answer',
  'outcome',
  'text',
] as const satisfies readonly (keyof SmsLedgerEntry)[];

type Entry = LedgerEntry | SmsLedgerEntry;
type Of = Pick<Gateway, 'id' | 'channel'>;

/** What a simulated network was asked to dial or send, by its own record: the truth that reports are held against. */
@Injectable()
export class GatewayLedger {
  constructor(@Inject(Config) private readonly config: Config) {}

  /** One line a call or message. @throws NotFound `gateway.no-ledger` */
  async *csv(gateway: Of): AsyncGenerator<string> {
    const columns: readonly (keyof LedgerEntry | keyof SmsLedgerEntry)[] =
      gateway.channel === Channel.Sms ? MESSAGE_COLUMNS : CALL_COLUMNS;
    const entries = await this.entries(gateway);
    yield BYTE_ORDER_MARK + csvLine(columns);
    for await (const entry of entries) {
      const said: Partial<LedgerEntry & SmsLedgerEntry> = entry;
      yield csvLine(columns.map((column) => said[column]));
    }
  }

  /** One JSON object a line. @throws NotFound `gateway.no-ledger` */
  async *jsonLines(gateway: Of): AsyncGenerator<string> {
    for await (const entry of await this.entries(gateway)) yield `${JSON.stringify(entry)}\n`;
  }

  private async entries({ id, channel }: Of): Promise<AsyncGenerator<Entry>> {
    const { DATA_DIR } = this.config;
    if (!(await hasLedger(DATA_DIR, id))) {
      throw new NotFound(
        'gateway.no-ledger',
        'There is no ledger here: only simulated gateways keep one, from their first use on, on the machine that dials.',
      );
    }
    return channel === Channel.Sms
      ? ledgerLines<SmsLedgerEntry>(DATA_DIR, id)
      : ledgerOf(DATA_DIR, id);
  }
}
