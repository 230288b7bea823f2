import { AppError } from '../shared/errors/catalogue';

/** Characters that a file name must not have on a phone or a PC. */
const UNFIT = /[\\/:*?"<>|]/g;
/** What WeChat can show; anything else it only offers to other apps, which needs the menu. */
const KINDS = ['docx', 'doc', 'xlsx', 'xls', 'pptx', 'ppt', 'pdf'] as const;

/**
 * Fetches a document by its temporary address and opens it under its own name; the menu at the top right sends it on to a
 * chat, from where a PC prints it. One that must not stay on the device goes into a `folder` that is emptied. @throws AppError `network.offline`
 */
export async function openDocument(url: string, fileName: string, folder = wx.env.USER_DATA_PATH): Promise<void> {
  const filePath = `${folder}/${fileName.replace(UNFIT, ' ')}`;
  await new Promise<void>((resolve, reject) => {
    wx.downloadFile({
      url,
      filePath,
      success: ({ statusCode }) => (statusCode === 200 ? resolve() : reject(new AppError('network.server'))),
      fail: () => reject(new AppError('network.offline')),
    });
  });
  await new Promise<void>((resolve, reject) => {
    wx.openDocument({
      filePath,
      ...typeOf(fileName),
      showMenu: true,
      success: () => resolve(),
      fail: () => reject(new AppError('system.internal')),
    });
  });
}

/** What a name's ending says a document is; nothing where WeChat does not know it and must look for itself. */
function typeOf(fileName: string): { readonly fileType?: (typeof KINDS)[number] } {
  const fileType = KINDS.find((kind) => fileName.toLowerCase().endsWith(`.${kind}`));
  return fileType ? { fileType } : {};
}
