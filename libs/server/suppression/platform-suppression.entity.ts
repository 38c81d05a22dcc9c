import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A number on a do-not-call list of the platform. */
@Entity('platform_suppression')
export class PlatformSuppression {
  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('bigint')
  listId!: number;

  /** E.164. */
  @Column({ type: 'text', collation: 'C' })
  number!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** As in SuppressionSource. */
  @Column('text')
  source!: string;

  /** The import that brought it. */
  @Column('bigint', { nullable: true })
  importId!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
