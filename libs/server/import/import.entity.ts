import { ImportKind, ImportStartInput, ImportStatus } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A file on its way into a phonebook or onto a do-not-call list, and afterwards what became of it. */
@Entity('import')
export class Import {
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
  fileName!: string;

  /** Name of the uploaded file in the data directory; null once it has been deleted. */
  @Column('text', { nullable: true })
  file!: string | null;

  @Column('bigint')
  sizeBytes!: number;

  @Column('text')
  status!: ImportStatus;

  @Column('text', { default: ImportKind.Contacts })
  kind!: ImportKind;

  /** The do-not-call list that it goes to, of the account or of the platform. */
  @Column('bigint', { nullable: true })
  listId!: number | null;

  @Column('text', { nullable: true })
  listName!: string | null;

  @Column('bigint', { nullable: true })
  phonebookId!: number | null;

  @Column('text', { nullable: true })
  phonebookName!: string | null;

  @Column('jsonb', { nullable: true })
  settings!: ImportStartInput | null;

  /** The row of column names as it stands in the file; null where there is none. */
  @Column('text', { nullable: true })
  heading!: string | null;

  @Column('text', { nullable: true })
  createdBy!: string | null;

  /** Records of the file whose outcome is committed: where to go on after a crash. */
  @Column('bigint', { default: 0 })
  position!: number;

  @Column('bigint', { default: 0 })
  rows!: number;

  @Column('bigint', { default: 0 })
  imported!: number;

  @Column('bigint', { default: 0 })
  updated!: number;

  @Column('bigint', { default: 0 })
  duplicatesInFile!: number;

  @Column('bigint', { default: 0 })
  duplicatesInPhonebook!: number;

  @Column('bigint', { default: 0 })
  rejected!: number;

  @Column('jsonb', { default: {} })
  rejectedBecause!: Record<string, string>;

  @Column('bigint', { default: 0 })
  undone!: number;

  @Column('bigint', { default: 0 })
  bytesRead!: number;

  @Column('text', { nullable: true })
  stoppedBecause!: string | null;

  @Column('boolean', { default: false })
  cancelRequested!: boolean;

  /** Who works on it: whoever comes later with an older run has lost it. */
  @Column('uuid', { nullable: true })
  runId!: string | null;

  @Column('timestamptz', { nullable: true })
  beatAt!: Date | null;

  /** Runs since a batch was last committed. */
  @Column('integer', { default: 0 })
  attempts!: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}
