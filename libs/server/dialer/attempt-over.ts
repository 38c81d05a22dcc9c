import { ClaimedCall } from './claim';

/** How an attempt fared at its gateway. */
export interface Fare {
  /** Whether it went through: answered, or taken. */
  through: boolean;
  /** Null for a message. */
  talkSeconds: number | null;
  /** What went wrong by no doing of the number's, for people; null where nothing did. */
  error: string | null;
  endedAt: Date;
  /** Whether the gateway had no room for it; null where nobody knows. */
  congested: boolean | null;
}

/** An attempt of either channel that is over and written, as the leader learns from it. */
export interface AttemptOver {
  call: ClaimedCall;
  /** In milliseconds since 1970. */
  placedAt: number;
  /** Null where its gateway was not even asked. */
  fare: Fare | null;
}
