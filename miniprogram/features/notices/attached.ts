import { keepFile } from '../../services/files';
import type { Output } from '../../shared/contract';
import type { NoticeForm } from './letter';

/** Brings what is attached to a notice onto this phone, to be written anew. What cannot be fetched is left out. */
export async function filesFrom(
  notice: Output<'notices.read'>,
): Promise<Pick<NoticeForm, 'voice' | 'pictures' | 'file'>> {
  const { voiceUrl, voiceSeconds, pictureUrls, file } = notice;
  const voice = voiceUrl === null || voiceSeconds === null ? undefined : await fetchFile(voiceUrl);
  const pictures = await Promise.all(pictureUrls.map((url) => (url === null ? undefined : fetchFile(url))));
  const document = file?.url ? await fetchFile(file.url) : undefined;
  return {
    voice: voice === undefined ? null : { path: voice, seconds: voiceSeconds ?? 1 },
    pictures: pictures.flatMap((path) => path ?? []),
    file: document === undefined ? null : { path: document, name: file?.name ?? '' },
  };
}

/** Fetches a file by its link and keeps it; undefined where it does not come. */
async function fetchFile(url: string): Promise<string | undefined> {
  const path = await new Promise<string | undefined>((resolve) => {
    wx.downloadFile({
      url,
      success: ({ statusCode, tempFilePath }) => resolve(statusCode === 200 ? tempFilePath : undefined),
      fail: () => resolve(undefined),
    });
  });
  return path === undefined ? undefined : keepFile(path);
}
