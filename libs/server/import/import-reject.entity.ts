import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of a file that was not imported. */
@Entity('import_reject')
export class ImportReject {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint')
  importId!: number;

  /** Line of the file, from 1, where the row begins. */
  @PrimaryColumn('bigint')
  line!: number;

  @Column('text')
  reason!: string;

  /** How many values the row has. */
  @Column('integer')
  cells!: number;

  @Column('text')
  text!: string;

  /** Lists page by it. */
  get id(): number {
    return this.line;
  }
}
