/** Belltower cannot start for a reason that its reader can put right; the message says how. */
export class StartError extends Error {}
