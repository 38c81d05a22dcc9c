import { createHash, randomBytes } from 'node:crypto';
import { SipRequest, SipResponse } from './message';
import { parametersOf, quoted, splitOutside } from './split';

export interface Credentials {
  user: string;
  password: string;
}

/** A challenge that can be answered (RFC 7616 §3.3, RFC 2617 §3.2.1). */
interface Challenge {
  realm: string;
  nonce: string;
  opaque?: string;
  /** As it was named, to be named again. */
  algorithm?: string;
  hash: 'md5' | 'sha256';
  session: boolean;
  /** Whether the protection is `auth`; false where none was offered, as in RFC 2069. */
  auth: boolean;
  stale: boolean;
}

const FIELDS = {
  401: ['www-authenticate', 'authorization'],
  407: ['proxy-authenticate', 'proxy-authorization'],
} as const;
const HASHES: Readonly<Record<string, Challenge['hash']>> = { md5: 'md5', 'sha-256': 'sha256' };
/** More rounds than a chain of proxies has realms is a loop. */
const MOST_ROUNDS = 5;

/**
 * Answers the challenges to one request and its repetitions. A nonce is answered once, and a realm that
 * refused our answer only again when it says that the nonce was stale (RFC 7616 §3.3).
 */
export class DigestAnswers {
  private readonly answered = new Set<string>();
  private readonly nonces = new Set<string>();
  private rounds = 0;

  constructor(
    private readonly credentials: Credentials | null,
    private readonly makeCnonce = () => randomBytes(12).toString('hex'),
  ) {}

  /** Puts the answer to a 401 or 407 into the request; false where there is none to give, and it has failed. */
  answer(response: SipResponse, request: SipRequest): boolean {
    const fields = FIELDS[response.status as 401 | 407];
    if (!fields || !this.credentials || ++this.rounds > MOST_ROUNDS) return false;
    const [asked, answering] = fields;
    const chosen = topmostOfEachRealm(response.headers.all(asked));
    const fresh = chosen.filter((challenge) => this.mayAnswer(response.status, challenge));
    if (!chosen.length || fresh.length < chosen.length) return false;
    request.headers.remove(answering);
    for (const challenge of fresh) {
      this.answered.add(`${response.status} ${challenge.realm}`);
      this.nonces.add(challenge.nonce);
      const { method, uri } = request;
      const cnonce = this.makeCnonce();
      request.headers.add(answering, digest(challenge, this.credentials, { method, uri, cnonce }));
    }
    return true;
  }

  private mayAnswer(status: number, { realm, nonce, stale }: Challenge): boolean {
    return !this.nonces.has(nonce) && (stale || !this.answered.has(`${status} ${realm}`));
  }
}

/** Of several challenges of a realm the first that we understand, as RFC 8760 §2.4 says. */
function topmostOfEachRealm(values: readonly string[]): Challenge[] {
  const byRealm = new Map<string, Challenge>();
  for (const value of values) {
    const challenge = parseChallenge(value);
    if (challenge && !byRealm.has(challenge.realm)) byRealm.set(challenge.realm, challenge);
  }
  return [...byRealm.values()];
}

function parseChallenge(value: string): Challenge | null {
  if (!/^digest\s/i.test(value)) return null;
  const fields = parametersOf(splitOutside(value.slice(7), ',') ?? []);
  const [realm, nonce, opaque] = ['realm', 'nonce', 'opaque'].map((name) => fields.get(name));
  const algorithm = fields.get('algorithm');
  const [, name, session] = /^(.*?)(-sess)?$/.exec((algorithm ?? 'md5').toLowerCase())!;
  const hash = HASHES[name!];
  const qop = fields.get('qop');
  const auth =
    qop !== undefined && qop.split(',').some((one) => one.trim().toLowerCase() === 'auth');
  if (realm === undefined || !nonce || !hash || (qop && !auth)) return null;
  const stale = fields.get('stale')?.toLowerCase() === 'true';
  return { realm, nonce, opaque, algorithm, hash, session: !!session, auth, stale };
}

/** The value of Authorization (RFC 7616 §3.4). */
function digest(
  challenge: Challenge,
  { user, password }: Credentials,
  { method, uri, cnonce }: { method: string; uri: string; cnonce: string },
): string {
  const { realm, nonce, opaque, algorithm, auth } = challenge;
  const hash = (text: string) => createHash(challenge.hash).update(text).digest('hex');
  const plain = hash(`${user}:${realm}:${password}`);
  const secret = challenge.session ? hash(`${plain}:${nonce}:${cnonce}`) : plain;
  const what = hash(`${method}:${uri}`);
  const count = '00000001';
  const protection = auth ? `${nonce}:${count}:${cnonce}:auth` : nonce;
  const response = hash(`${secret}:${protection}:${what}`);
  return [
    `Digest username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(auth ? [`qop=auth`, `nc=${count}`] : []),
    ...(auth || challenge.session ? [`cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ');
}
