import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER_CERTIFICATE, SERVER_KEY } from './certificates';
import { freePort } from './free-port';

/** Debian's, of the package kamailio. */
export const KAMAILIO = '/usr/sbin/kamailio';
/** There where kamailio-tls-modules is, whose own files lie elsewhere on each kind of machine. */
export const KAMAILIO_TLS = '/usr/share/doc/kamailio-tls-modules/copyright';
const PATIENCE_MS = 15_000;
const STOP_MS = 5_000;
const READY = 'proxy is ready';

export interface KamailioOptions {
  /** Where calls go; with several all of them ring at once. */
  to?: readonly number[];
  /** Asks everybody for this password: calls with 407, registrations with 401. */
  digest?: { user: string; password: string; algorithm: 'MD5' | 'SHA-256' };
  /** Calls are sent elsewhere with 302: to this URI, in which `$rU` is the number. */
  redirect?: string;
  /** Longest registration, in seconds. */
  registeredFor?: number;
  /** Over what it takes requests: plain is UDP and TCP at the same port. */
  over?: 'plain' | 'udp' | 'tls';
}

/** An independent SIP proxy and registrar on 127.0.0.1, which stays in the way of a call (Record-Route). */
export class Kamailio {
  private log = '';
  private readonly exit: Promise<unknown>;
  private readonly endNow = () => this.kill('SIGKILL');

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    this.exit = once(child, 'exit');
    child.stderr!.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    process.once('exit', this.endNow);
  }

  /** Takes requests when this resolves. */
  static async start(options: KamailioOptions = {}): Promise<Kamailio> {
    const directory = await mkdtemp(join(tmpdir(), 'belltower-kamailio-'));
    const port = await freePort();
    const file = (name: string) => join(directory, name);
    await writeFile(file('certificate.pem'), SERVER_CERTIFICATE);
    await writeFile(file('key.pem'), SERVER_KEY);
    await writeFile(file('kamailio.cfg'), configuration(options, port, file));
    await chmod(directory, 0o755);
    const words = ['-f', file('kamailio.cfg'), '-DD', '-E', '-e', '-m', '16', '-M', '4'];
    const child = spawn(KAMAILIO, [...words, '-Y', directory, '-w', directory], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that its many processes can be ended together.
      detached: true,
    });
    const kamailio = new Kamailio(port, child, directory);
    await kamailio.says(READY);
    return kamailio;
  }

  /**
   * Waits until it has logged this so many times. It logs every request: `<method> over <protocol>`, and the number of
   * seconds for which somebody registers.
   */
  async says(words: string, times = 1): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MS; this.log.split(words).length <= times;) {
      if (this.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`Kamailio never said “${words}”:\n${this.log.slice(-3_000)}`);
      await new Promise((look) => setTimeout(look, 10));
    }
  }

  /** How often it has logged this. */
  count(words: string): number {
    return this.log.split(words).length - 1;
  }

  async end(): Promise<void> {
    process.off('exit', this.endNow);
    const impatience = setTimeout(() => this.kill('SIGKILL'), STOP_MS);
    this.kill('SIGTERM');
    await this.exit;
    clearTimeout(impatience);
    await rm(this.directory, { recursive: true, force: true });
  }

  private kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    process.kill(-this.child.pid!, signal);
  }
}

function configuration(
  { to = [], digest, redirect, registeredFor = 3_600, over = 'plain' }: KamailioOptions,
  port: number,
  file: (name: string) => string,
): string {
  const listen = { plain: ['udp', 'tcp'], udp: ['udp'], tls: ['udp', 'tls'] }[over];
  const sockets = listen.map((protocol) => `listen=${protocol}:127.0.0.1:${port}`);
  const modules = [
    'tm',
    'sl',
    'rr',
    'pv',
    'maxfwd',
    'textops',
    'siputils',
    'xlog',
    'auth',
    'corex',
  ];
  modules.push('usrloc', 'registrar', ...(over === 'tls' ? ['tls'] : []));
  const place = (each: number) => `"sip:" + $rU + "@127.0.0.1:${each}"`;
  const [first, ...others] = to;
  return `#!KAMAILIO
debug=1
# One, as several would let a BYE overtake its ACK.
children=1
tcp_children=1
auto_aliases=no
dns=no
rev_dns=no
${over === 'udp' ? 'disable_tcp=yes' : ''}
${over === 'tls' ? 'enable_tls=yes' : ''}
${sockets.join('\n')}
${modules.map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("auth", "algorithm", "${digest?.algorithm ?? 'MD5'}")
modparam("auth", "qop", "auth")
modparam("registrar", "max_expires", ${registeredFor})
modparam("registrar", "min_expires", 1)
${
  over === 'tls'
    ? `modparam("tls", "private_key", "${file('key.pem')}")
modparam("tls", "certificate", "${file('certificate.pem')}")
modparam("tls", "tls_method", "TLSv1.2+")`
    : ''
}

event_route[core:worker-one-init] {
  xlog("L_ERR", "${READY}\\n");
}

request_route {
  xlog("L_ERR", "$rm over $proto\\n");
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
    sl_send_reply("404", "Not Here");
    exit;
  }
  t_check_trans();
  if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
  if (is_method("REGISTER")) {
    ${digest ? challenge('www', digest) : ''}
    xlog("L_ERR", "registers for $hdr(Expires) seconds\\n");
    save("location");
    exit;
  }
  if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
  ${digest ? challenge('proxy', digest) : ''}
  ${
    redirect
      ? `append_to_reply("Contact: <" + ${JSON.stringify(redirect).replace('$rU', '" + $rU + "')} + ">\\r\\n");
  sl_send_reply("302", "Moved Temporarily");
  exit;`
      : ''
  }
  record_route();
  ${first === undefined ? 'sl_send_reply("404", "Not Found"); exit;' : `$ru = ${place(first)};`}
  ${others.map((each) => `append_branch(${place(each)});`).join('\n  ')}
  t_relay();
}
`;
}

function challenge(
  kind: 'www' | 'proxy',
  { user, password }: NonNullable<KamailioOptions['digest']>,
): string {
  return `if ($au != "${user}" || !pv_${kind}_authenticate("$fd", "${password}", "0")) {
      ${kind}_challenge("$fd", "1");
      exit;
    }
    consume_credentials();`;
}
