import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages of one error code among millions. A receipt that brings a code changes what is indexed, and so costs more than
 * one that says that a message was delivered, which changes no index as before.
 */
export class MessageCodes1796820000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      `create index message_code_idx on message (account_id, code, created_at desc, id desc) where code <> ''`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index message_code_idx');
  }
}
