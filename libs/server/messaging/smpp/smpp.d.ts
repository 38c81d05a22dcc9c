/** What is used of the library `smpp`, which comes without types. */
declare module 'smpp' {
  import { Server as NetServer, Socket } from 'node:net';

  interface Param {
    type: unknown;
    filter?: unknown;
    default?: unknown;
  }

  interface CommandDefinition {
    id: number;
    params?: Record<string, Param>;
    tlvMap?: Record<string, string>;
  }

  interface TlvDefinition {
    id: number;
    type: unknown;
    filter?: unknown;
    multiple?: boolean;
  }

  export interface Pdu {
    command: string;
    command_id: number;
    command_status: number;
    sequence_number: number;
    isResponse(): boolean;
    response(fields?: object): Pdu;
    toBuffer(): Buffer;
    /** A mandatory or optional parameter, where the PDU has it. */
    [parameter: string]: unknown;
  }

  /** One connection, on the server's side. */
  export interface Session {
    socket: Socket;
    on(event: 'pdu', listener: (pdu: Pdu) => void): this;
    on(event: 'close', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    send(pdu: Pdu, answered?: (answer: Pdu) => void): boolean;
    deliver_sm(fields: object, answered: (answer: Pdu) => void): boolean;
    close(): void;
    destroy(): void;
  }

  const smpp: {
    PDU: { new (command: string, fields?: object): Pdu; new (frame: Buffer): Pdu };
    commands: Record<string, CommandDefinition>;
    tlvs: Record<string, TlvDefinition>;
    errors: Record<string, number>;
    addCommand(name: string, definition: CommandDefinition): void;
    addTLV(name: string, definition: TlvDefinition): void;
    createServer(
      options: { key?: string; cert?: string },
      listener: (session: Session) => void,
    ): NetServer;
  };
  export default smpp;
}
