import { spawn } from 'node:child_process';

export interface ProgramLimits {
  patienceMs: number;
  mostBytes: number;
}

/**
 * What a program says to this input. Started without a shell: nothing in its words can be a command.
 * Null where it is not there, fails, takes too long, or says more than it may.
 */
export function runProgram(
  program: string,
  words: readonly string[],
  input: string,
  { patienceMs, mostBytes }: ProgramLimits,
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let length = 0;
    const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    const end = (output: Buffer | null) => {
      clearTimeout(patience);
      resolve(output);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostBytes) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    // Not installed, or ended before it had read everything.
    child.on('error', () => end(null));
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => end(code === 0 ? Buffer.concat(chunks) : null));
    child.stdin.end(input);
  });
}
