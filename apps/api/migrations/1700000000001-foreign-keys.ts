import { MigrationInterface, QueryRunner } from 'typeorm';

type Key = [
  table: string,
  columns: string,
  target: string,
  targetColumns: string,
  onDelete?: 'cascade',
];

/** Named after table and columns: `contact_phonebook_id_fk`. */
const KEYS: Key[] = [
  ['"user"', 'account_id', 'account', 'id', 'cascade'],
  ['session', 'user_id', '"user"', 'id', 'cascade'],
  ['session', 'account_id', 'account', 'id', 'cascade'],
  ['one_time_token', 'user_id', '"user"', 'id', 'cascade'],
  ['api_key', 'account_id', 'account', 'id', 'cascade'],
  ['gateway', 'owner_account_id', 'account', 'id', 'cascade'],
  ['gateway_gauge', 'gateway_id', 'gateway', 'id', 'cascade'],
  ['gateway_grant', 'account_id', 'account', 'id', 'cascade'],
  ['gateway_grant', 'gateway_id', 'gateway', 'id', 'cascade'],
  ['audit', 'account_id', 'account', 'id', 'cascade'],
  ['phonebook', 'account_id', 'account', 'id', 'cascade'],
  ['phonebook_size', 'account_id, phonebook_id', 'phonebook', 'account_id, id', 'cascade'],
  ['contact', 'account_id, phonebook_id', 'phonebook', 'account_id, id', 'cascade'],
  ['suppression_list', 'account_id', 'account', 'id', 'cascade'],
  ['suppression', 'account_id, list_id', 'suppression_list', 'account_id, id', 'cascade'],
  ['opt_out', 'account_id', 'account', 'id', 'cascade'],
  ['campaign', 'account_id', 'account', 'id', 'cascade'],
  ['campaign_phonebook', 'account_id, campaign_id', 'campaign', 'account_id, id', 'cascade'],
  ['campaign_phonebook', 'account_id, phonebook_id', 'phonebook', 'account_id, id', 'cascade'],
  ['campaign_gateway', 'account_id, campaign_id', 'campaign', 'account_id, id', 'cascade'],
  // Only a granted gateway can be used; a grant in use cannot be taken away.
  ['campaign_gateway', 'account_id, gateway_id', 'gateway_grant', 'account_id, gateway_id'],
  ['campaign_suppression_list', 'account_id, campaign_id', 'campaign', 'account_id, id', 'cascade'],
  [
    'campaign_suppression_list',
    'account_id, list_id',
    'suppression_list',
    'account_id, id',
    'cascade',
  ],
  ['subscriber', 'account_id, campaign_id', 'campaign', 'account_id, id', 'cascade'],
  ['subscriber_count', 'account_id, campaign_id', 'campaign', 'account_id, id', 'cascade'],
];

/** Foreign keys between customers' tables, all composite, so that no row can name another account's row. */
export class ForeignKeys1700000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, columns, target, targetColumns, onDelete] of KEYS) {
      await db.query(`
        alter table ${table} add constraint ${nameOf(table, columns)}
          foreign key (${columns}) references ${target} (${targetColumns})
          ${onDelete ? `on delete ${onDelete}` : ''}`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [table, columns] of [...KEYS].reverse()) {
      await db.query(`alter table ${table} drop constraint ${nameOf(table, columns)}`);
    }
  }
}

function nameOf(table: string, columns: string): string {
  return `${table.replaceAll('"', '')}_${columns.split(', ').at(-1)}_fk`;
}
