import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Timers } from '../../timers';
import { AriConnection, AriListener, AriRequest, AriResponse } from '../ari';
import { FakeSwitch } from './loop-ari';

interface Recorded {
  type: string;
  timestamp: string;
  channel?: { id: string };
  peer?: { id: string };
  playback?: { id: string };
}

/** Tells what a real Asterisk once told of a call, at the same pace, of every call that it is asked to place. */
export class RecordedAsterisk implements FakeSwitch {
  readonly down = false;
  /** What was asked, as method and path. */
  readonly asked: string[] = [];
  private readonly lines: readonly string[];
  private listener?: AriListener;
  private playbackId = '';

  constructor(
    name: string,
    private readonly timers: Timers,
  ) {
    const file = join(__dirname, 'recorded', `${name}.jsonl`);
    this.lines = readFileSync(file, 'utf8').trim().split('\n');
  }

  handle({ method, path, body }: AriRequest): AriResponse {
    this.asked.push(`${method} ${path.join('/')}`);
    if (method === 'POST' && path.length === 1) this.replay(String(body!['channelId']));
    if (path[2] === 'play') this.playbackId = path[3]!;
    if (method === 'GET') return { status: 200, body: [] };
    return { status: 200, body: {} };
  }

  file(): null {
    return null;
  }

  connect(_application: string, listener: AriListener): AriConnection {
    this.listener = listener;
    listener.opened();
    return { close: () => (this.listener = undefined) };
  }

  private replay(channelId: string): void {
    const begunMs = timeOf(this.lines[0]!);
    for (const line of this.lines)
      this.timers.after(timeOf(line) - begunMs, () =>
        this.listener?.heard(this.ours(line, channelId)),
      );
  }

  /** The same line about a call and a playback of ours. */
  private ours(line: string, channelId: string): string {
    const { channel, peer, playback } = JSON.parse(line) as Recorded;
    const theirs = channel?.id ?? peer?.id ?? targetOf(line);
    const named = theirs ? line.replaceAll(theirs, channelId) : line;
    return playback ? named.replaceAll(playback.id, this.playbackId) : named;
  }
}

function timeOf(line: string): number {
  return Date.parse((JSON.parse(line) as Recorded).timestamp.replace('+0000', 'Z'));
}

function targetOf(line: string): string | undefined {
  return /"target_uri":"channel:([^"]+)"/.exec(line)?.[1];
}
