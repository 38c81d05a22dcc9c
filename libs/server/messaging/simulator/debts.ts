import { LedgerPlace } from '@belltower/core';
import { SmsSimulatorSettings } from '@belltower/dto';
import { DebtNote, removeNote, writeNote } from './debt-notes';

/** A message, or several, of which something has still to be told. */
export interface Debt {
  /** Before it in the ledger. */
  readonly place: LedgerPlace;
  /** How much has not been told yet. */
  open: number;
}

/** Settled debts that are kept in memory before they are forgotten. */
const MOST_SETTLED = 1_000;

/**
 * What one connection to a simulated network has still to tell, as a note on disk: should its process die, another one
 * finds from it what that is. There is no note while there is nothing to tell.
 */
export class Debts {
  private readonly debts: Debt[] = [];
  /** Of the first that is not settled. */
  private first = 0;
  private noted = false;
  private beat = 0;

  /** @param name of the connection, as it stands in the ledger */
  constructor(
    private readonly dataDir: string,
    private readonly gatewayId: number,
    readonly name: string,
    readonly settings: SmsSimulatorSettings,
  ) {}

  /** Those of a connection that is no more. The note goes on as it was until it is written anew. */
  static inherited(dataDir: string, gatewayId: number, name: string, note: DebtNote): Debts {
    const debts = new Debts(dataDir, gatewayId, name, note.settings);
    debts.noted = true;
    debts.beat = note.beat;
    return debts;
  }

  get areNoted(): boolean {
    return this.noted;
  }

  add(place: LedgerPlace, open: number): Debt {
    const debt = { place, open };
    this.debts.push(debt);
    return debt;
  }

  get areSettled(): boolean {
    while (this.first < this.debts.length && this.debts[this.first]!.open === 0) this.first++;
    if (this.first > MOST_SETTLED) {
      this.debts.splice(0, this.first);
      this.first = 0;
    }
    return this.first === this.debts.length;
  }

  /**
   * Brings the note up to date.
   * @param untilMs what was due before has been told
   * @throws what the file system says
   */
  note(untilMs: number, closed: boolean): void {
    const { dataDir, gatewayId, name, settings } = this;
    if (this.areSettled) {
      if (this.noted) removeNote(dataDir, gatewayId, name);
      this.noted = false;
      return;
    }
    const { place: since } = this.debts[this.first]!;
    const note = { settings, untilMs, since, closed, beat: ++this.beat };
    writeNote(dataDir, gatewayId, name, note);
    this.noted = true;
  }
}
