import { IsArray, IsInt, IsNumber, IsObject, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/** Something that went wrong on a gateway lately. */
export class GatewayErrorView {
  @Field({ label: 'When' })
  @IsInstant()
  at = '';

  /** For people: what the carrier said. */
  @Field({ label: 'What' })
  @IsString()
  text = '';
}

/** How the dialing processes are connected to a gateway. What its driver cannot know is null; totals are since they began. */
export class GatewayLineView {
  @Field({ label: 'Dialing processes', hint: 'That have a line to it' })
  @IsInt()
  dialers = 0;

  @Field({ label: 'Registered', hint: 'Of the dialing processes' })
  @IsOptional()
  @IsInt()
  registered: number | null = null;

  @Field({ label: 'Registrations that failed' })
  @IsOptional()
  @IsInt()
  registrationsFailed: number | null = null;

  @Field({ label: 'SIP messages sent again' })
  @IsOptional()
  @IsInt()
  retransmissions: number | null = null;

  @Field({
    label: 'Lateness of sound',
    unit: 'milliseconds',
    hint: 'At worst within the last second',
  })
  @IsOptional()
  @IsNumber()
  soundLatestMs: number | null = null;

  @Field({ label: 'Steps of sound left out', hint: 'Each of 5 milliseconds' })
  @IsOptional()
  @IsInt()
  soundSkipped: number | null = null;

  @Field({ label: 'Switches' })
  @IsOptional()
  @IsInt()
  switches: number | null = null;

  /** As the process sees it that reaches the fewest. */
  @Field({ label: 'Switches that take calls' })
  @IsOptional()
  @IsInt()
  switchesUp: number | null = null;

  @Field({ label: 'Connections lost' })
  @IsOptional()
  @IsInt()
  connectionsLost: number | null = null;

  @Field({ label: 'Channels on switches', hint: 'Of our calls, those of transfers too' })
  @IsOptional()
  @IsInt()
  switchChannels: number | null = null;

  @Field({ label: 'Sessions on switches', hint: 'Of everybody; only FreeSWITCH tells' })
  @IsOptional()
  @IsInt()
  switchSessions: number | null = null;

  @Field({ label: 'Most sessions on switches' })
  @IsOptional()
  @IsInt()
  switchSessionsMost: number | null = null;

  @Field({ label: 'Commands without an answer' })
  @IsOptional()
  @IsInt()
  commandsUnanswered: number | null = null;

  @Field({
    label: 'Slowest answer',
    unit: 'milliseconds',
    hint: 'Of a switch, within the last minute',
  })
  @IsOptional()
  @IsNumber()
  slowestAnswerMs: number | null = null;
}

/** What a gateway carries at this moment. */
export class GatewayGaugeView {
  @Field({ label: 'Gateway', relation: 'platform/gateways' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Now', hint: 'Calls on the line, or messages that are being handed over' })
  @IsInt()
  channelsInUse = 0;

  @Field({ label: 'Per second', hint: 'Calls, or messages' })
  @IsNumber()
  callsLastSecond = 0;

  /** Until when it is given nothing because it was congested; null while it is not. */
  @Field({ label: 'Backed off until' })
  @IsOptional()
  @IsInstant()
  backedOffUntil: string | null = null;

  @Field({
    label: 'Answered',
    hint: 'Answer-seizure ratio: answered calls among all, or messages taken among all, from 0 to 1',
  })
  @IsOptional()
  @IsNumber()
  answeredShare: number | null = null;

  @Field({ label: 'Average talk time', unit: 'seconds', hint: 'None for messages' })
  @IsOptional()
  @IsNumber()
  averageTalkSeconds: number | null = null;

  @Field({ label: 'Short calls', hint: 'Of the answered, those of up to six seconds; from 0 to 1' })
  @IsOptional()
  @IsNumber()
  shortShare: number | null = null;

  @Field({ label: 'Last errors', of: GatewayErrorView })
  @IsArray()
  lastErrors: GatewayErrorView[] = [];

  /** Null where no dialing process has a line to it, or its driver tells nothing of it. */
  @Field({ label: 'Connection', of: GatewayLineView })
  @IsOptional()
  @IsObject()
  line: GatewayLineView | null = null;

  @Field({ label: 'Seen' })
  @IsInstant()
  at = '';
}
