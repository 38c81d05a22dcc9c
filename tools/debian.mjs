// Programs of Debian's that tests need, installed where this is root on a system with apt.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Independent SIP peers, a proxy and a voice for the server suite. */
export const SIP_PEERS = {
  '/usr/sbin/kamailio': 'kamailio',
  // Its modules lie elsewhere on each kind of machine.
  '/usr/share/doc/kamailio-tls-modules/copyright': 'kamailio-tls-modules',
  '/usr/bin/sipp': 'sip-tester',
  '/usr/bin/baresip': 'baresip-core',
  '/usr/bin/espeak-ng': 'espeak-ng',
};

/**
 * Whether every program is there, after installing those that are missing if that is possible.
 * @param programs path of a program → the package that holds it
 */
export function ensurePrograms(programs) {
  const missing = () => Object.keys(programs).filter((path) => !existsSync(path));
  const packages = missing().map((path) => programs[path]);
  if (!packages.length) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing ${packages.join(' ')} (apt-get) …`);
  const apt = (...words) =>
    spawnSync('apt-get', ['-qq', ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  // A fresh container has no package lists yet.
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
  return !missing().length;
}
