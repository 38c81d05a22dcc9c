import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** Filters, sort and columns of a list, kept under a name. */
@Entity('saved_view')
export class SavedView {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  /** Whose it is; null where it is for everybody in the account. */
  @Column('bigint', { nullable: true })
  userId!: number | null;

  /** Route of the list. */
  @Column('text')
  list!: string;

  @Column('text')
  name!: string;

  /** As in the address of the list. */
  @Column('jsonb')
  query!: Record<string, string>;

  @Column('text')
  createdBy!: string;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
