import { IsArray, IsEnum, IsInt, IsNumber, IsOptional, Length, MaxLength } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank } from '../field/rules';
import { PageQuery } from '../paging/page';

/** What can be uploaded. Whatever it was, it is kept as what a telephone carries. */
export enum AudioFormat {
  Wav = 'wav',
  Mp3 = 'mp3',
  Vorbis = 'vorbis',
  Opus = 'opus',
  Flac = 'flac',
}

/** How people know the formats. */
export const AUDIO_FORMAT_WORDS: Record<AudioFormat, string> = {
  [AudioFormat.Wav]: 'WAV',
  [AudioFormat.Mp3]: 'MP3',
  [AudioFormat.Vorbis]: 'OGG Vorbis',
  [AudioFormat.Opus]: 'OGG Opus',
  [AudioFormat.Flac]: 'FLAC',
};

/** Longest recording of a library, in seconds. */
export const LONGEST_AUDIO_SECONDS = 600;

/** Something recorded that campaigns can play, as a customer names it. */
export class AudioInput {
  @Field({ label: 'Name', list: true, sort: true, hint: 'Unique among your recordings' })
  @Length(1, 120)
  @IsNotBlank()
  name = '';
}

/** A campaign that plays a recording and may still call. */
export class AudioUseView {
  @Field({ label: 'Campaign', relation: 'campaigns' })
  @IsInt()
  campaignId = 0;

  @Field({ label: 'Campaign name' })
  @MaxLength(120)
  campaignName = '';
}

export class AudioView extends AudioInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Length', list: true, sort: true, unit: 'seconds' })
  @IsNumber()
  seconds = 0;

  @Field({
    label: 'Size',
    list: true,
    sort: true,
    unit: 'bytes',
    hint: 'As it is kept: one byte for each of 8,000 samples a second',
  })
  @IsInt()
  sizeBytes = 0;

  @Field({
    label: 'Format',
    list: 'hidden',
    choices: AUDIO_FORMAT_WORDS,
    hint: 'Of the uploaded file',
  })
  @IsEnum(AudioFormat)
  format = AudioFormat.Wav;

  @Field({ label: 'File', list: 'hidden', hint: 'Name of the uploaded file' })
  @MaxLength(250)
  fileName = '';

  @Field({
    label: 'SHA-256',
    hint: 'Of the sound as it is kept; it changes when the sound is replaced',
  })
  @MaxLength(64)
  sha256 = '';

  @Field({
    label: 'Used by',
    list: true,
    of: AudioUseView,
    hint: 'Campaigns that play it and may still call',
  })
  @IsArray()
  usedBy: AudioUseView[] = [];

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Updated', list: true, sort: true })
  @IsInstant()
  updatedAt = '';
}

export class AudioQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;
}

/** What is said about a file that is sent as the body itself. */
export class AudioUploadQuery {
  @Field({ label: 'Name', hint: 'Blank: the name of the file, without its ending' })
  @IsOptional()
  @Length(1, 120)
  @IsNotBlank()
  name?: string;

  @Field({ label: 'File name', hint: 'Where the body is the file itself' })
  @IsOptional()
  @MaxLength(1_000)
  fileName?: string;
}

export class AudioReplacementQuery {
  @Field({ label: 'File name', hint: 'Where the body is the file itself' })
  @IsOptional()
  @MaxLength(1_000)
  fileName?: string;
}
