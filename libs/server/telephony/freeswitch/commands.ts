import { VoiceCodec } from '@belltower/dto';
import { Command, Piece, piece, Word } from './command';

/** A call, or its transfer, as the switch is to place it. */
export interface Leg {
  uuid: Word;
  gateway: Word;
  number: Word;
  callerId: Word | null;
  callerName: Word | null;
  withheld: boolean;
  codecs: readonly VoiceCodec[];
  timeoutSeconds: number;
  /** After so long without a single packet of sound the switch hangs up; 0 for never. */
  soundTimeoutSeconds: number;
}

const CODECS: Record<VoiceCodec, Piece> = {
  [VoiceCodec.Pcmu]: piece`PCMU`,
  [VoiceCodec.Pcma]: piece`PCMA`,
};

/**
 * Dials, and parks whoever answers. The job bears the call's id, as the channel does: while that lives, the switch
 * refuses to place another.
 */
export function originate(leg: Leg, longestSeconds: number): Command {
  const variables = Piece.list([
    ...variablesOf(leg),
    // Keys are heard whatever is playing, and end nothing by themselves.
    piece`playback_terminators=none`,
    // Keys as SIP INFO count too.
    piece`rtp_liberal_dtmf=true`,
    // After a transfer that failed the callee is still there; after one that did not, the call is over.
    piece`continue_on_fail=true`,
    piece`hangup_after_bridge=true`,
    // Should nobody be there any more to end it, the switch does.
    piece`park_timeout=${Math.ceil(longestSeconds)}:ALLOTTED_TIMEOUT`,
    // Whoever waits gets silence rather than nothing, which some networks take for a call that has died.
    piece`send_silence_when_idle=-1`,
    piece`record_waste_resources=true`,
    // Two seconds of every six, 440 and 480 Hz: a phone is heard to ring while a transfer is tried.
    piece`transfer_ringback='%(2000,4000,440,480)'`,
  ]);
  return new Command(
    piece`bgapi originate {${variables}}sofia/gateway/${leg.gateway}/${leg.number} &park()`,
    piece`Job-UUID: ${leg.uuid}`,
  );
}

/** Connects a call with another party; `execution` is told at its end. */
export function bridge(uuid: Word, execution: Word, leg: Leg): Command {
  const variables = Piece.list(variablesOf(leg));
  return execute(
    uuid,
    execution,
    piece`bridge`,
    piece`{${variables}}sofia/gateway/${leg.gateway}/${leg.number}`,
  );
}

/** Plays a file to whoever has answered. */
export function playback(uuid: Word, execution: Word, path: Word): Command {
  return execute(uuid, execution, piece`playback`, piece`${path}`);
}

/** Mean of the samples' absolute values below which the switch hears silence. */
const SILENCE = 200;

/** Takes down what is said, into a file. */
export function record(
  uuid: Word,
  execution: Word,
  path: Word,
  { maxSeconds, silenceSeconds }: { maxSeconds: number; silenceSeconds: number },
): Command {
  return execute(
    uuid,
    execution,
    piece`record`,
    piece`${path} ${Math.ceil(maxSeconds)} ${SILENCE} ${Math.ceil(silenceSeconds)}`,
  );
}

/** Ends what is being played, recorded or dialled in a call. */
export function stopExecuting(uuid: Word): Command {
  return new Command(piece`api uuid_break ${uuid} all`);
}

export function kill(uuid: Word): Command {
  return new Command(piece`api uuid_kill ${uuid} NORMAL_CLEARING`);
}

/** Lets the switch end a call by itself, should nobody do it before. */
export function hangUpLater(uuid: Word, seconds: number): Command {
  return new Command(piece`api sched_hangup +${Math.ceil(seconds)} ${uuid} ALLOTTED_TIMEOUT`);
}

export function exists(uuid: Word): Command {
  return new Command(piece`api uuid_exists ${uuid}`);
}

export function dump(uuid: Word): Command {
  return new Command(piece`api uuid_dump ${uuid} json`);
}

export function fileExists(path: Word): Command {
  return new Command(piece`api file_exists ${path}`);
}

/** Another one after each start of the switch. */
export const CORE_UUID = new Command(piece`api global_getvar core_uuid`);
export const VERSION = new Command(piece`api version`);
export const STATUS = new Command(piece`api status`);

export function gatewayStatus(gateway: Word): Command {
  return new Command(piece`api sofia xmlstatus gateway ${gateway}`);
}

function execute(uuid: Word, execution: Word, application: Piece, argument: Piece): Command {
  return new Command(
    piece`sendmsg ${uuid}`,
    piece`call-command: execute`,
    piece`execute-app-name: ${application}`,
    piece`execute-app-arg: ${argument}`,
    piece`Event-UUID: ${execution}`,
  );
}

function variablesOf(leg: Leg): Piece[] {
  const codecs = Piece.list(leg.codecs.map((codec) => CODECS[codec]));
  return [
    piece`origination_uuid=${leg.uuid}`,
    piece`originate_timeout=${leg.timeoutSeconds}`,
    // Only an answer counts, also of whoever a call is transferred to; what is heard before is none.
    piece`ignore_early_media=true`,
    piece`absolute_codec_string='${codecs}'`,
    ...(leg.soundTimeoutSeconds ? [piece`media_timeout=${leg.soundTimeoutSeconds * 1_000}`] : []),
    ...(leg.callerId ? [piece`origination_caller_id_number=${leg.callerId}`] : []),
    ...(leg.callerName ? [piece`origination_caller_id_name='${leg.callerName}'`] : []),
    ...(leg.withheld ? [piece`origination_privacy=hide_name:hide_number`] : []),
  ];
}
