import { Role } from '@belltower/dto';

/**
 * Who is asking: a signed-in user or the holder of an API key. Every query names its account.
 * A class only because decorated parameters need a value at run time; any object of its shape will do.
 */
export class Principal {
  accountId!: number;
  /** Null for an API key. */
  userId!: number | null;
  /** Name for logs of who did what: the user's, or the key's. */
  name!: string;
  role!: Role;
  operator!: boolean;
  /** Whether this is an operator who signed in as somebody else's account. */
  acting?: boolean;
}
