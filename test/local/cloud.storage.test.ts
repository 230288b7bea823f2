import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock';
import type { LocalCloud } from '../../local/cloud';
import { type App, connect, folder, startEmpty } from './cloud.support';

describe.each(['memory', 'disk'])('storage in %s', (kind) => {
  const place = folder();
  const clock = createClock();
  let cloud: LocalCloud;
  let app: App;
  const start = () => startEmpty({ clock, ...(kind === 'disk' ? { dir: join(place.path, 'cloud') } : {}) });

  beforeAll(async () => {
    cloud = await start();
    app = connect(cloud);
  });
  afterAll(async () => {
    await cloud.close();
    place.remove();
  });

  const put = async (cloudPath: string, text: string) =>
    (await app.uploadFile({ cloudPath, fileContent: Buffer.from(text) })).fileID;
  const link = async (fileID: string, maxAge = 60) =>
    (await app.getTempFileURL({ fileList: [{ fileID, maxAge }] })).fileList[0] as { tempFileURL: string; code: string };

  it('takes a file and gives it back, whatever its name', async () => {
    const fileID = await put('语音/家 长 &?#%1.mp3', '你好');
    expect(fileID).toMatch(/^cloud:\/\/local\./);
    const { fileContent } = await app.downloadFile({ fileID });
    expect(fileContent?.toString()).toBe('你好');
    const { tempFileURL } = await link(fileID);
    const reply = await fetch(tempFileURL);
    expect(reply.headers.get('content-type')).toBe('audio/mpeg');
    expect(await reply.text()).toBe('你好');
    expect((await app.getFileInfo({ fileList: [fileID] } as never)).fileList[0]).toMatchObject({ size: 6 });
  });

  it('takes a stream, and replaces a file', async () => {
    const file = join(place.path, 'given.txt');
    writeFileSync(file, 'first');
    const { fileID } = await app.uploadFile({ cloudPath: 'a.txt', fileContent: createReadStream(file) as never });
    expect(Buffer.from((await cloud.readFile(fileID)) ?? []).toString()).toBe('first');
    await put('a.txt', 'second');
    expect(Buffer.from((await cloud.readFile(fileID)) ?? []).toString()).toBe('second');
  });

  it('opens a file to a signed link only, and only until it expires', async () => {
    const { tempFileURL } = await link(await put('private.txt', 'secret'), 60);
    expect((await fetch(tempFileURL)).status).toBe(200);
    expect((await fetch(tempFileURL.replace(/sign=.{4}/, 'sign=0000'))).status).toBe(403);
    expect((await fetch(tempFileURL.replace(/t=\d+/, 't=99999999999'))).status).toBe(403);
    expect((await fetch(tempFileURL.split('?')[0] as string)).status).toBe(403);
    clock.moveTo(clock.now() + 61_000);
    expect((await fetch(tempFileURL)).status).toBe(403);
  });

  it('takes an upload token once', async () => {
    const { data } = (await app.getUploadMetadata({ cloudPath: 'once.txt' } as never)) as {
      data: { url: string; token: string };
    };
    const send = (token: string) =>
      fetch(data.url, { method: 'PUT', body: 'x', headers: { 'x-cos-security-token': token } });
    expect((await send('wrong')).status).toBe(403);
    expect((await send(data.token)).status).toBe(200);
    expect((await send(data.token)).status).toBe(403);
  });

  it('says which files are not there', async () => {
    const fileID = await put('there.txt', 'x');
    const missing = fileID.replace('there', 'gone');
    const { fileList } = await app.getTempFileURL({ fileList: [fileID, missing, 'cloud://elsewhere.x/there.txt'] });
    expect(fileList.map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'STORAGE_FILE_NONEXIST',
      'STORAGE_FILE_NONEXIST',
    ]);
    await expect(app.downloadFile({ fileID: missing })).rejects.toMatchObject({ code: 'STORAGE_FILE_NONEXIST' });
  });

  it('copies and deletes', async () => {
    const fileID = await put('from/b.txt', 'body');
    const copied = await app.copyFile({
      fileList: [
        { srcPath: 'from/b.txt', dstPath: 'to/b.txt' },
        { srcPath: 'no/b.txt', dstPath: 'to2/b.txt' },
      ],
    });
    expect(copied.fileList.map(({ code }) => code)).toEqual(['SUCCESS', 'STORAGE_FILE_NONEXIST']);
    expect(Buffer.from((await cloud.readFile(copied.fileList[0]?.fileId ?? '')) ?? []).toString()).toBe('body');
    const kept = await app.copyFile({ fileList: [{ srcPath: 'from/b.txt', dstPath: 'to/b.txt', overwrite: false }] });
    expect(kept.fileList[0]?.code).toBe('STORAGE_FILE_EXIST');
    const deleted = await app.deleteFile({ fileList: [fileID, fileID] });
    expect(deleted.fileList.map(({ code }: { code: string }) => code).sort()).toEqual([
      'STORAGE_FILE_NONEXIST',
      'SUCCESS',
    ]);
    expect(await cloud.readFile(fileID)).toBeUndefined();
  });

  it('gives a client links to its own files only', async () => {
    const fileID = await cloud.upload('voice/1.mp3', Buffer.from('hm'), 'owner');
    expect(await cloud.clientFileUrl(fileID, 'stranger')).toBeUndefined();
    expect(await cloud.clientFileUrl(await put('by-function.txt', 'x'), 'owner')).toBeUndefined();
    const url = await cloud.clientFileUrl(fileID, 'owner');
    expect(await (await fetch(url as string)).text()).toBe('hm');
    await expect(cloud.upload('../out', Buffer.from('x'), 'owner')).rejects.toMatchObject({ code: 'INVALID_PARAM' });
  });
});

describe('storage on disk', () => {
  it('still has files, owners and documents after a restart', async () => {
    const place = folder();
    const first = await startEmpty({ dir: place.path });
    const fileID = await first.upload('kept.txt', Buffer.from('kept'), 'owner');
    const db = connect(first).database();
    await db.createCollection('made');
    await db.collection('made').add({ _id: 'a', n: 1, at: new Date(5) });
    await first.close();
    const second = await startEmpty({ dir: place.path });
    expect(await (await fetch((await second.clientFileUrl(fileID, 'owner')) as string)).text()).toBe('kept');
    const { data } = await connect(second).database().collection('made').get();
    expect(data).toEqual([{ _id: 'a', n: 1, at: new Date(5) }]);
    await second.close();
    place.remove();
  });
});
