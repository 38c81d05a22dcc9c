/** What happens on a switch to what is ours, in the words of the driver. */
export type AriEvent =
  /** Progress of an unanswered call: `RINGING`, `PROGRESS` or how it ends; empty as it begins. */
  | { type: 'dial'; channelId: string; status: string }
  | { type: 'state'; channelId: string; state: string }
  /** The call is answered, and ours to command. */
  | { type: 'entered'; channelId: string }
  | { type: 'digit'; channelId: string; digit: string }
  /** Somebody has hung up, or the switch has. */
  | { type: 'ending'; channelId: string }
  | { type: 'destroyed'; channelId: string; q850?: number; sipStatus?: number }
  | { type: 'playback-finished'; channelId: string; playbackId: string; failed: boolean }
  | {
      type: 'recording-finished';
      channelId: string;
      name: string;
      failed: boolean;
      /** Seconds that were not silent; undefined where nobody has measured. */
      talkedSeconds?: number;
    }
  /** Something that we have sent ourselves. */
  | { type: 'echo'; name: string };

type Json = Record<string, unknown>;

/** The event that this text tells; null for what is none, or says nothing that a driver asks for. */
export function parseEvent(text: string): AriEvent | null {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return null; // Not from ARI: there is nothing to make of it.
  }
  return isObject(event) ? eventOf(event) : null;
}

function eventOf(event: Json): AriEvent | null {
  const channelId = idOf(event['channel']);
  switch (event['type']) {
    case 'Dial': {
      const callee = idOf(event['peer']);
      return callee === null
        ? null
        : { type: 'dial', channelId: callee, status: textOf(event['dialstatus']) };
    }
    case 'PlaybackFinished':
      return playbackOf(event['playback']);
    case 'RecordingFinished':
    case 'RecordingFailed':
      return recordingOf(event['recording'], event['type'] === 'RecordingFailed');
    case 'ChannelUserevent':
      return { type: 'echo', name: textOf(event['eventname']) };
    default:
      return channelId === null ? null : channelEventOf(event, channelId);
  }
}

function channelEventOf(event: Json, channelId: string): AriEvent | null {
  switch (event['type']) {
    case 'ChannelStateChange':
      return { type: 'state', channelId, state: stateOf(event['channel']) };
    case 'StasisStart':
      return { type: 'entered', channelId };
    case 'ChannelDtmfReceived': {
      const digit = textOf(event['digit']);
      return /^[0-9A-D*#]$/.test(digit) ? { type: 'digit', channelId, digit } : null;
    }
    case 'ChannelHangupRequest':
      return { type: 'ending', channelId };
    case 'ChannelDestroyed': {
      const q850 = numberOf(event['cause']);
      const sipStatus = numberOf(event['tech_cause']);
      return {
        type: 'destroyed',
        channelId,
        // Cause 0 is none at all.
        ...(q850 ? { q850 } : {}),
        ...(sipStatus ? { sipStatus } : {}),
      };
    }
    default:
      return null;
  }
}

function playbackOf(playback: unknown): AriEvent | null {
  if (!isObject(playback)) return null;
  const playbackId = textOf(playback['id']);
  const channelId = targetOf(playback['target_uri']);
  return channelId === null
    ? null
    : { type: 'playback-finished', channelId, playbackId, failed: playback['state'] === 'failed' };
}

function recordingOf(recording: unknown, failed: boolean): AriEvent | null {
  if (!isObject(recording)) return null;
  const channelId = targetOf(recording['target_uri']);
  const talkedSeconds = numberOf(recording['talking_duration']);
  return channelId === null
    ? null
    : {
        type: 'recording-finished',
        channelId,
        name: textOf(recording['name']),
        failed,
        ...(talkedSeconds === undefined ? {} : { talkedSeconds }),
      };
}

/** A channel as `GET /channels` tells of it. */
export interface ChannelSeen {
  id: string;
  state: string;
}

/** The channels in an answer; what is no channel is left out. */
export function channelsIn(body: unknown): ChannelSeen[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((channel: unknown) => {
    const id = idOf(channel);
    return id === null ? [] : [{ id, state: stateOf(channel) }];
  });
}

function idOf(channel: unknown): string | null {
  return isObject(channel) && typeof channel['id'] === 'string' ? channel['id'] : null;
}

function stateOf(channel: unknown): string {
  return isObject(channel) ? textOf(channel['state']) : '';
}

function targetOf(uri: unknown): string | null {
  return /^channel:(.+)$/s.exec(textOf(uri))?.[1] ?? null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
