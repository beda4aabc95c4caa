import axios from 'axios';
import type { Server } from 'node:http';
import { startPlatform } from '../kit';
import { telegramPlatform } from '../telegram/telegram.platform';
import { servePlay } from './server';
import { Table } from './table';

interface View { id: string; people: { id: string; name: string }[]; said: { text: string; externalId: string }[] }

describe('the page on which a person plays the customer', () => {
  let table: Table;
  let server: Server;
  let root: string;
  beforeAll(async () => {
    table = new Table(await startPlatform(telegramPlatform));
    server = await servePlay([table], 0);
    const address = server.address();
    root = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(async () => {
    server.close();
    await table.platform.close();
  });
  const move = (body: object) => axios.post<{ problem?: string }>(`${root}/platforms/telegram/moves`, body, { validateStatus: () => true });
  const view = async () => (await axios.get<View[]>(`${root}/platforms`)).data[0];

  it('lets somebody in who writes, and says plainly when nobody listens', async () => {
    expect((await move({ act: 'customer', name: 'Anna' })).status).toBe(200);
    const anna = (await view())?.people[0];
    expect(anna?.name).toBe('Anna');
    const answer = await move({ act: 'say', from: anna?.id, text: 'Hello', where: 'private' });
    expect(answer).toMatchObject({ status: 400, data: { problem: 'telegram: nobody told this platform where to call' } });
    expect((await view())?.said).toMatchObject([{ text: 'Hello' }]);
  });

  it('refuses a move that is none, with the reason', async () => {
    expect(await move({ act: 'fly' })).toMatchObject({ status: 400 });
    expect(await move({ act: 'say', from: 'nobody', text: 'Hello', where: 'private' })).toMatchObject({ status: 400, data: { problem: 'Nobody of that name plays here' } });
    expect((await axios.post(`${root}/platforms/telegram/moves`, 'act=unknownEvent', { validateStatus: () => true })).status).toBe(415);
  });

  it('serves its page', async () => {
    expect((await axios.get<string>(`${root}/`)).data).toContain('Play the customer');
  });
});
