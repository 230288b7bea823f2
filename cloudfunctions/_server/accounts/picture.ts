import { pageCode } from '../documents/page-codes';
import type { Deps } from '../kernel/deps';

/** The page that opens when the code is scanned; it finds the digits in the scene. */
export const BIND_PAGE = 'features/account/pages/bind/index';

/** The code to scan, as a data URL; `null` where WeChat draws none at the moment: the digits do as well. */
export async function codePicture({ wechat, log }: Pick<Deps, 'wechat' | 'log'>, code: string): Promise<string | null> {
  try {
    const { type, bytes } = await pageCode(wechat, BIND_PAGE, `c=${code}`);
    return `data:image/${type === 'jpg' ? 'jpeg' : type};base64,${Buffer.from(bytes).toString('base64')}`;
  } catch (error) {
    log({ event: 'accounts.no-picture', error: String(error) });
    return null;
  }
}
