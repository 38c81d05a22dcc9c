import { randomUUID } from 'node:crypto';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { answerFactsOf, CallFacts, factsOf, isCallFacts } from './call-facts';
import { callIdOf, SipRequest, SipResponse } from './message';
import { Target } from './transport';

/** How often a journal shows that its process lives, and looks for those of processes that do not. */
const BEAT_MS = 1_000;
/** A process of this machine that is gone and has not shown itself for so long was not restarted under another number. */
const GONE_MS = 4_000;
/** Of another machine nobody knows whether a process is gone: only that it has been quiet. */
const QUIET_MS = 30_000;
/** From this size on a journal is written anew with the calls that live, unless most of it is of those. */
const MOST_BYTES = 4_000_000;
const SUFFIX = '.jsonl';
/** Of this process, as numbers of processes come again. */
const INCARNATION = randomUUID().slice(0, 8);
let journals = 0;

/** One line of a journal. */
type Entry =
  { invited: CallFacts } | { answered: string; answer: CallFacts['answer'] } | { ended: string };

/**
 * Writes down what is needed to end the calls of this process, so that another can when this one was killed: a file a
 * gateway and process, bounded, in a directory that they share.
 */
export class Journal {
  private readonly file: string;
  private readonly living = new Map<string, CallFacts>();
  private lines: string[] = [];
  private bytes = 0;
  private made = false;
  private writing: Promise<void> = Promise.resolve();
  private beating?: NodeJS.Timeout;
  private busy = false;
  /** Why nothing can be written down; null while it can. */
  problem: string | null = null;

  constructor(private readonly directory: string) {
    const name = [hostname().replace(/[^A-Za-z0-9.-]/g, '_'), process.pid, INCARNATION, ++journals];
    this.file = join(directory, name.join('~') + SUFFIX);
  }

  /** From now on calls that processes have left behind are handed over: each to one process only. */
  start(adopted: (calls: CallFacts[]) => void): void {
    const beat = async () => {
      if (this.busy) return;
      this.busy = true;
      try {
        await this.show();
        const left = await this.adopt();
        if (left.length) adopted(left);
      } catch (error) {
        this.problem = (error as Error).message;
      } finally {
        this.busy = false;
      }
    };
    this.beating = setInterval(() => void beat(), BEAT_MS).unref();
    void beat();
  }

  invited(target: Target, invite: SipRequest): void {
    const facts = factsOf(target, invite);
    this.living.set(facts.callId, facts);
    this.note({ invited: facts });
  }

  answered(response: SipResponse): void {
    const callId = callIdOf(response);
    const facts = this.living.get(callId);
    if (!facts) return;
    facts.answer = answerFactsOf(response);
    this.note({ answered: callId, answer: facts.answer });
  }

  ended(callId: string): void {
    if (this.living.delete(callId)) this.note({ ended: callId });
  }

  /** Attempts that other processes, living or gone, have noted and whose end they have not. */
  async ofOthers(): Promise<Set<string>> {
    const ids = new Set<string>();
    for (const { file } of await this.others())
      for (const { id } of await readJournal(file)) ids.add(id);
    return ids;
  }

  async close(): Promise<void> {
    clearInterval(this.beating);
    await this.written();
    if (this.made && !this.living.size) await rm(this.file, { force: true });
  }

  /** Resolves when all that was noted so far is in the file. */
  async written(): Promise<void> {
    do await this.writing;
    while (this.lines.length);
  }

  private async show(): Promise<void> {
    if (!this.made) return;
    try {
      await utimes(this.file, new Date(), new Date());
    } catch {
      // Somebody has taken it away: the next entry brings all that lives with it.
      this.bytes = Infinity;
    }
  }

  /** Takes over the journals of processes that are gone: the first that renames one has it. */
  private async adopt(): Promise<CallFacts[]> {
    const left: CallFacts[] = [];
    for (const { file, gone } of await this.others()) {
      if (!gone) continue;
      const taken = `${this.file.slice(0, -SUFFIX.length)}~${randomUUID()}${SUFFIX}`;
      try {
        await rename(file, taken);
      } catch {
        // Another process was first.
        continue;
      }
      const calls = await readJournal(taken);
      // Ours from here on: if this process is killed as well, the next one finds them.
      for (const facts of calls) {
        this.living.set(facts.callId, facts);
        this.note({ invited: facts });
      }
      await this.written();
      await rm(taken, { force: true });
      left.push(...calls);
    }
    return left;
  }

  private async others(): Promise<{ file: string; gone: boolean }[]> {
    let names: string[] = [];
    try {
      names = await readdir(this.directory);
    } catch {
      // Nobody has ever noted anything.
      return [];
    }
    const others: { file: string; gone: boolean }[] = [];
    for (const name of names) {
      if (!name.endsWith(SUFFIX)) continue;
      const [host = '', pid = '', incarnation = ''] = name.split('~');
      if (incarnation === INCARNATION) continue;
      const file = join(this.directory, name);
      const age = await ageOf(file);
      if (age === null) continue;
      const onThisMachine = host === hostname().replace(/[^A-Za-z0-9.-]/g, '_');
      const gone = age > QUIET_MS || (onThisMachine && age > GONE_MS && !isRunning(Number(pid)));
      others.push({ file, gone });
    }
    return others;
  }

  private note(entry: Entry): void {
    this.lines.push(`${JSON.stringify(entry)}\n`);
    if (this.lines.length === 1) this.writing = this.writing.then(() => this.flush());
  }

  private async flush(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    if (!text) return;
    try {
      if (!this.made) await mkdir(this.directory, { recursive: true, mode: 0o700 });
      this.made = true;
      this.bytes += text.length;
      const living = [...this.living.values()].map(
        (facts) => `${JSON.stringify({ invited: facts })}\n`,
      );
      const anew = this.bytes > MOST_BYTES ? living.join('') : null;
      if (anew === null) await appendFile(this.file, text, { mode: 0o600 });
      else {
        // Beside it first, so that there is a whole journal at every moment.
        await writeFile(`${this.file}.new`, anew, { mode: 0o600 });
        await rename(`${this.file}.new`, this.file);
        this.bytes = anew.length > MOST_BYTES / 2 ? 0 : anew.length;
      }
      this.problem = null;
    } catch (error) {
      // A full disk keeps nobody from calling; whoever asks is told.
      this.problem = (error as Error).message;
      this.made = false;
    }
  }
}

/** The calls that live by what a journal says; lines that were cut off or spoilt are passed over. */
async function readJournal(file: string): Promise<CallFacts[]> {
  const living = new Map<string, CallFacts>();
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const entry = parsed(line);
    if (!entry) continue;
    if ('invited' in entry && isCallFacts(entry.invited))
      living.set(entry.invited.callId, entry.invited);
    else if ('answered' in entry) {
      const facts = living.get(entry.answered);
      const answered = facts && { ...facts, answer: entry.answer };
      if (isCallFacts(answered)) living.set(entry.answered, answered);
    } else if ('ended' in entry) living.delete(entry.ended);
  }
  return [...living.values()];
}

function parsed(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Entry) : null;
  } catch {
    // The process was killed in the middle of it.
    return null;
  }
}

/** Milliseconds since its process last showed itself; null where it has just been taken away. */
async function ageOf(file: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  // The number of this process, but not this process: it was restarted in its container.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that it lives and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
