import { ContactStatus } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity('contact')
export class Contact {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('bigint')
  phonebookId!: number;

  /** E.164, unique within the phonebook. */
  @Column({ type: 'text', collation: 'C' })
  number!: string;

  /** The number as it was typed or imported. */
  @Column('text')
  rawNumber!: string;

  @Column('text', { nullable: true })
  firstName!: string | null;

  @Column('text', { nullable: true })
  lastName!: string | null;

  @Column('text', { default: ContactStatus.Active })
  status!: ContactStatus;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  unitNumber!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text', { nullable: true })
  city!: string | null;

  @Column('text', { nullable: true })
  state!: string | null;

  @Column('text', { nullable: true })
  postcode!: string | null;

  @Column('text', { nullable: true })
  country!: string | null;

  /** As set by somebody; null where it is only guessed. */
  @Column('text', { nullable: true })
  timeZone!: string | null;

  @Column('text', { nullable: true })
  notes!: string | null;

  @Column('jsonb', { default: {} })
  variables!: Record<string, string>;

  /** The import that brought it, so that it can be undone. */
  @Column('bigint', { nullable: true })
  importId!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
