import { Inject, Injectable, Logger } from '@nestjs/common';
import { Config } from '@belltower/core';
import { createTransport, Transporter } from 'nodemailer';

export interface Letter {
  to: string;
  subject: string;
  /** Plain text. */
  text: string;
}

/** Sends e-mail where an SMTP server is configured. */
@Injectable()
export class Mailer {
  private readonly logger = new Logger(Mailer.name);
  private readonly transport: Transporter | null;
  private readonly from: string;

  constructor(@Inject(Config) config: Config) {
    this.transport = config.SMTP_URL ? createTransport(config.SMTP_URL) : null;
    this.from = config.MAIL_FROM;
  }

  /** Whether e-mail can be sent at all; without it, links have to be handed over by people. */
  get configured(): boolean {
    return this.transport !== null;
  }

  /**
   * Sends and answers whether the server took it. A failure is logged, not thrown: what the letter
   * is about has happened, and there is another way to hand over its link.
   */
  async send(letter: Letter): Promise<boolean> {
    if (!this.transport) return false;
    try {
      await this.transport.sendMail({ from: this.from, ...letter });
      return true;
    } catch (error) {
      this.logger.error(`could not send “${letter.subject}”: ${(error as Error).message}`);
      return false;
    }
  }
}
