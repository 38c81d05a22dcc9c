import { ExportFormat, ExportKind, ExportStatus } from '@belltower/dto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A list that is being written to a file, and where the file is. */
@Entity('export')
export class Export {
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
  kind!: ExportKind;

  @Column('text')
  format!: ExportFormat;

  /** Those of the list, as in its query string. */
  @Column('jsonb')
  filters!: Record<string, string>;

  @Column('text')
  status!: ExportStatus;

  /** Name of the file in the data directory; null while there is none. */
  @Column('text', { nullable: true })
  file!: string | null;

  /** Its name for whoever downloads it. */
  @Column('text', { nullable: true })
  fileName!: string | null;

  @Column('bigint', { default: 0 })
  rows!: number;

  @Column('bigint')
  rowsExpected!: number;

  @Column('bigint', { default: 0 })
  sizeBytes!: number;

  /** Who asked for it; null for an API key. */
  @Column('bigint', { nullable: true })
  userId!: number | null;

  @Column('text', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** When it is deleted, with its file. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  @Column('text', { nullable: true })
  problem!: string | null;

  @Column('boolean', { default: false })
  cancelRequested!: boolean;

  /** Who works on it: whoever comes later with an older run has lost it. */
  @Column('uuid', { nullable: true })
  runId!: string | null;

  @Column('timestamptz', { nullable: true })
  beatAt!: Date | null;

  /** Runs so far. */
  @Column('integer', { default: 0 })
  attempts!: number;
}
