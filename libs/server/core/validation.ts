import { ValidationPipe } from '@nestjs/common';
import { Dto, problemsOf } from '@belltower/dto';
import { ValidationError } from 'class-validator';
import { Invalid } from './errors';

/** Checks every body and query against its DTO, refusing what it does not know, with a message per field. */
export const validationPipe = () =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    // By which the messages find the labels; Nest leaves it out unless asked.
    validationError: { target: true },
    exceptionFactory: (errors: ValidationError[]) => {
      const dto = errors[0]?.target?.constructor as Dto | undefined;
      const fields = dto ? problemsOf(dto, errors) : [];
      const detail = fields[0]?.message ?? 'The request is not valid.';
      return new Invalid('request.invalid', detail, fields);
    },
  });
