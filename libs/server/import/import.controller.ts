import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import {
  ImportPreviewView,
  ImportQuery,
  ImportRejectQuery,
  ImportRejectView,
  ImportSettings,
  ImportStartInput,
  ImportUploadQuery,
  ImportView,
} from '@belltower/dto';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse } from '@nestjs/swagger';
import type { Request } from 'express';
import { Readable } from 'node:stream';
import { ImportService } from './import.service';
import { ImportSteps } from './import-steps';
import { RejectFile } from './reject-file';

@Controller('imports')
export class ImportController {
  constructor(
    @Inject(ImportService) private readonly imports: ImportService,
    @Inject(ImportSteps) private readonly steps: ImportSteps,
    @Inject(RejectFile) private readonly rejectFile: RejectFile,
  ) {}

  @Get()
  @Allow('import.write')
  @ReturnsPage(ImportView)
  list(@CurrentUser() user: Principal, @Query() query: ImportQuery) {
    return this.imports.list(user, query);
  }

  /**
   * Takes a file of contacts or of do-not-call numbers (CSV, or CSV packed by gzip), as a form or as the body
   * itself. Nothing is imported before the import is started.
   */
  @Post()
  @Allow('import.write')
  @Returns(ImportView)
  @ApiConsumes('multipart/form-data', 'text/csv', 'application/gzip', 'application/octet-stream')
  @ApiBody({
    schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
  })
  upload(
    @CurrentUser() user: Principal,
    @Req() request: Request,
    @Query() query: ImportUploadQuery,
  ) {
    return this.imports.upload(user, request, query);
  }

  @Get(':id')
  @Allow('import.write')
  @Returns(ImportView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.imports.get(user, id);
  }

  /** Throws away a file that has not been started. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('import.write')
  discard(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.imports.discard(user, id);
  }

  /** How the file would be read; what the settings leave out is detected. Writes nothing. */
  @Post(':id/preview')
  @HttpCode(200)
  @Allow('import.write')
  @Returns(ImportPreviewView)
  preview(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() settings: ImportSettings,
  ) {
    return this.imports.preview(user, id, settings);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Allow('import.write')
  @Returns(ImportView)
  start(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: ImportStartInput,
  ) {
    return this.steps.start(user, id, input);
  }

  /** Stops within a second or two; what has been imported stays. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('import.write')
  @Returns(ImportView)
  cancel(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.steps.cancel(user, id);
  }

  /** Deletes what the import created and is still in its phonebook or on its list; contacts that it updated stay. */
  @Post(':id/undo')
  @HttpCode(200)
  @Allow('import.write')
  @Returns(ImportView)
  undo(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.steps.undo(user, id);
  }

  @Get(':id/rejects')
  @Allow('import.write')
  @ReturnsPage(ImportRejectView)
  rejects(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Query() query: ImportRejectQuery,
  ) {
    return this.imports.rejects(user, id, query);
  }

  /** The rejected rows as a file like the one that was imported, with reason and line behind each. */
  @Get(':id/rejects.csv')
  @Allow('import.write')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  async rejectsFile(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    const job = await this.imports.find(user, id);
    const stem = job.fileName.replace(/(\.csv|\.txt)?(\.gz)?$/i, '');
    return new StreamableFile(Readable.from(this.rejectFile.of(user, job)), {
      type: 'text/csv',
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(`${stem} rejected.csv`)}`,
    });
  }
}
