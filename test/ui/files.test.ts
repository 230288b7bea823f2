import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakePhone, fakePhone } from './support/fake-wx';

let phone: FakePhone;
beforeEach(() => {
  vi.resetModules();
  phone = fakePhone();
  vi.stubGlobal('wx', phone.wx);
});

const open = () => import('../../miniprogram/services/files');
const kept = () => [...phone.files].filter((path) => path.includes('/kept/'));

describe('files that nothing stored speaks of', () => {
  async function withTwo() {
    const { keepFile } = await open();
    for (const path of ['wxfile://tmp/a.jpg', 'wxfile://tmp/b.jpg']) phone.files.add(path);
    const [held, stray] = [await keepFile('wxfile://tmp/a.jpg'), await keepFile('wxfile://tmp/b.jpg')];
    phone.storage.set('draft:visit', { photos: [{ path: held }] });
    return { held, stray };
  }

  test('go when the app starts anew; those of a draft or a letter stay', async () => {
    const { held } = await withTwo();
    (await open()).dropStrayFiles();
    expect(kept()).toEqual([held]);
  });

  test('all stay where something stored cannot be read', async () => {
    const { held, stray } = await withTwo();
    Object.assign(phone.wx, {
      getStorageSync: () => {
        throw new Error('getStorageSync:fail');
      },
    });
    (await open()).dropStrayFiles();
    expect(kept()).toEqual([held, stray]);
  });

  test('are none on a phone that never kept any', async () => {
    (await open()).dropStrayFiles();
    expect(kept()).toEqual([]);
  });
});
