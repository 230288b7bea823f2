import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { WechatApi } from '../wechat/api';

/** A picture to print. */
export interface Picture {
  readonly type: 'png' | 'jpg';
  readonly bytes: Uint8Array;
}

/** A Mini Program code that opens `page` with `scene`. */
export async function pageCode(wechat: Pick<WechatApi, 'pageCode'>, page: string, scene: string): Promise<Picture> {
  const bytes = await wechat.pageCode(page, scene);
  const type = pictureType(bytes);
  // WeChat answers a refusal, e.g. too many a minute, in the place of the picture. Whoever asks tries again a little later.
  if (!type) throw new AppError('system.busy');
  return { type, bytes };
}

function pictureType([first, second]: Uint8Array): Picture['type'] | undefined {
  if (first === 0x89 && second === 0x50) return 'png';
  return first === 0xff && second === 0xd8 ? 'jpg' : undefined;
}

/** Codes that WeChat draws at a time; it allows 5,000 a minute. */
const AT_ONCE = 8;

/** What `draw` makes of each item, in their order. */
export async function allDrawn<T, R>(items: readonly T[], draw: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [i, item] of queue) results[i] = await draw(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
