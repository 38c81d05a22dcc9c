import { ListClearing } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A do-not-call list. */
@Entity('suppression_list')
export class SuppressionList {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('text')
  name!: string;

  /** Whether it holds for every campaign, or only for those that name it. */
  @Column('boolean', { default: true })
  everywhere!: boolean;

  /** How many numbers are on it, counted in the transactions that change them. */
  @Column('bigint', { default: 0 })
  numbers!: number;

  /** Set while all of its numbers leave it: it holds nobody back any more. */
  @Column('text', { nullable: true })
  clearing!: ListClearing | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
