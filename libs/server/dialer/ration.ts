/** A call that may be placed, if there is a number for it. */
export interface Slot {
  gatewayId: number;
  /** In placing time. */
  at: number;
}

/** What one campaign may place now. */
export interface Ration {
  key: string;
  /** In the order of their instants. */
  slots: Slot[];
}
