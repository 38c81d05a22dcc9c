import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { AUDIO_FORMAT_WORDS, AudioInput, AudioView } from '@belltower/dto';
import {
  EmptyState,
  FormDialog,
  MENU,
  Messages,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import editIcon from '@material-symbols/svg-400/rounded/edit.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import replaceIcon from '@material-symbols/svg-400/rounded/swap_horiz.svg';
import uploadIcon from '@material-symbols/svg-400/rounded/upload_file.svg';
import { FileDrop } from '../import/file-drop';
import { AUDIO_FILES, AudioApi } from './audio-api';
import { AudioPlayer } from './audio-player';
import { AudioUploadProgress } from './audio-upload-progress';
import { AudioUploading } from './audio-uploading';
import { VoiceTrial } from './voice-trial';

const KILOBYTE = 1_024;

/** The account's recordings: upload, listen, rename, replace, delete; and how texts sound. */
@Component({
  selector: 'app-audio',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    AudioPlayer,
    AudioUploadProgress,
    EmptyState,
    FileDrop,
    MatButtonModule,
    MatIconModule,
    MENU,
    RESOURCE_PAGE,
    RouterLink,
    VoiceTrial,
  ],
  templateUrl: './audio.html',
  styleUrl: './audio.scss',
})
export class Audio {
  protected readonly api = new AudioApi();
  protected readonly session = inject(Session);
  protected readonly uploading = new AudioUploading();
  protected readonly accepted = AUDIO_FILES;
  private readonly formDialog = inject(FormDialog);
  private readonly messages = inject(Messages);
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      delete: deleteIcon,
      edit: editIcon,
      more_vert: moreIcon,
      swap_horiz: replaceIcon,
      upload_file: uploadIcon,
    });
  }

  protected size({ sizeBytes }: AudioView): string {
    const kilobytes = sizeBytes / KILOBYTE;
    return kilobytes < KILOBYTE
      ? `${Math.ceil(kilobytes)} kB`
      : `${(kilobytes / KILOBYTE).toFixed(1)} MB`;
  }

  protected origin({ fileName, format }: AudioView): string {
    return `From ${fileName} (${AUDIO_FORMAT_WORDS[format]})`;
  }

  protected async upload(file: File): Promise<void> {
    if (!this.session.can('audio.write')) return;
    const audio = await this.uploading.run(file, (progressed) => this.api.upload(file, progressed));
    if (audio) this.done(`“${audio.name}” is in the library`);
  }

  protected async replace(row: AudioView, file: File): Promise<void> {
    const audio = await this.uploading.run(file, (progressed) =>
      this.api.replaceSound(row.id, file, progressed),
    );
    if (audio) this.done(`“${audio.name}” has a new sound. Calls placed from now on play it.`);
  }

  protected async rename(row: AudioView): Promise<void> {
    const renamed = await this.formDialog.ask<AudioInput>({
      title: `Rename “${row.name}”`,
      dto: AudioInput,
      value: { name: row.name },
      saveLabel: 'Rename',
      save: (input) => this.api.replace(row.id, input),
    });
    if (renamed) this.page().reload();
  }

  protected async remove(row: AudioView): Promise<void> {
    const takes = 'Campaigns that have ended and their reports stay. This cannot be undone.';
    if (await this.removal.ask(this.api, row, takes)) this.page().reload();
  }

  private done(text: string): void {
    this.messages.say(text);
    this.page().reload();
  }
}
