import { keepFile } from '../../../../../services/files';
import { LIMITS } from '../../../../../shared/limits';
import type { ChosenFile } from '../../../letter';

/** What WeChat itself can open on any phone. */
const ENDINGS = ['pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx'];
/** The longest file name that the contract takes. */
const LONGEST_NAME = 60;

/** A chosen file that cannot go along; the message says why, to be shown. */
export class UnfitFile extends Error {}

/** Lets the person pick a document from a chat and keeps it; undefined when they went back. @throws UnfitFile */
export async function chooseFile(): Promise<ChosenFile | undefined> {
  const chosen = await new Promise<WechatMiniprogram.ChooseFile | undefined>((resolve) => {
    wx.chooseMessageFile({
      count: 1,
      type: 'file',
      extension: ENDINGS,
      success: ({ tempFiles }) => resolve(tempFiles[0]),
      fail: () => resolve(undefined),
    });
  });
  if (!chosen) return undefined;
  const ending = /\.([^.]+)$/.exec(chosen.name)?.[1]?.toLowerCase() ?? '';
  if (!ENDINGS.includes(ending)) throw new UnfitFile('这种文件家里的手机打不开，请换成 PDF、Word、Excel 或者 PPT。');
  if (chosen.size > LIMITS.fileBytes) throw new UnfitFile('这个文件超过 10 MB 了，家里不好下载，请换一个小一点的。');
  return { path: await keepFile(chosen.path), name: chosen.name.slice(-LONGEST_NAME) };
}
