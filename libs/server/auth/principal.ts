import { Role } from '@belltower/dto';

/** Who is asking: a signed-in user or the holder of an API key. Every query names its account. */
export interface Principal {
  accountId: number;
  /** Null for an API key. */
  userId: number | null;
  /** Name for logs of who did what: the user's, or the key's. */
  name: string;
  role: Role;
  operator: boolean;
}
