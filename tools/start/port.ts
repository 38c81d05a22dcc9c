import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

interface Address {
  PORT: number;
  HOST: string;
}

/** @throws StartError where nobody can listen there, saying why and what to do */
export async function refuseTakenPort({ PORT, HOST }: Address): Promise<void> {
  const problem = await tryToListen(PORT, HOST);
  if (!problem) return;
  const other = await nextFree(PORT, HOST);
  const choose = `Choose another: PORT=${other} npm start`;
  if (problem === 'EADDRINUSE') {
    throw new StartError(`Port ${PORT} is taken by another program. ${choose}`);
  }
  if (problem === 'EACCES') {
    throw new StartError(`You may not listen on port ${PORT}. ${choose}`);
  }
  throw new StartError(`Nothing can listen on ${HOST}, port ${PORT} (${problem}); see HOST.`);
}

/** A port from here on that is free now; the one after where none of the next is. */
async function nextFree(port: number, host: string): Promise<number> {
  const first = Math.max(port + 1, 1_024);
  for (let candidate = first; candidate < Math.min(first + 50, 65_536); candidate += 1) {
    if (!(await tryToListen(candidate, host))) return candidate;
  }
  return first;
}

/** The system's code for why not; null where it works. */
function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => answer(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => answer(null)));
  });
}
