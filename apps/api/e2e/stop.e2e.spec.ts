import { connect, Socket } from 'node:net';
import { once } from 'node:events';
import { startApi, TestApi } from '../testing/start-api';

describe('stopping the API', () => {
  let api: TestApi;
  let socket: Socket;

  beforeEach(async () => {
    api = await startApi();
    socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
  });
  afterEach(() => socket.destroy());

  it('does not wait for ever for a request whose sender has fallen silent', async () => {
    const head = 'POST /api/v1/sessions HTTP/1.1\r\nhost: localhost\r\n';
    socket.write(`${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"email":`);
    const cutOff = once(socket, 'close');
    await api.close();
    await cutOff;
  });
});
