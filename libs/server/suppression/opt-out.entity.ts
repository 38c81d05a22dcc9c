import { Channel } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who asked not to be reached again; rows are only ever added, and withdrawn by whom they are about. */
@Entity('opt_out')
export class OptOut {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  /** E.164. */
  @Column({ type: 'text', collation: 'C' })
  number!: string;

  @Column('text')
  channel!: Channel;

  /** How they said so, for example `keypress 9`. */
  @Column('text')
  source!: string;

  @Column('bigint', { nullable: true })
  campaignId!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  /** Since when it holds no more; null while it does. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  /** How that was said, for example `reply START`. */
  @Column('text', { nullable: true })
  withdrawnBy!: string | null;
}
