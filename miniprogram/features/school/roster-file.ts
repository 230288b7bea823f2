import { AppError } from '../../shared/errors/catalogue';
import { LIMITS } from '../../shared/limits';

export interface RosterFile {
  readonly path: string;
  readonly name: string;
}

/** Also offered are tables that cannot be read: who picks one is told what to do, instead of not finding the file. */
const ENDINGS = ['xlsx', 'xls', 'csv', 'et'];
/** The longest file name that the contract takes. */
const LONGEST_NAME = 120;

/** Lets the person pick a table from a chat; undefined when they went back. @throws AppError `roster.unreadable` when it is too large */
export async function chooseRoster(): Promise<RosterFile | undefined> {
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
  if (chosen.size > LIMITS.rosterBytes) throw new AppError('roster.unreadable', { problem: 'too-large' });
  return { path: chosen.path, name: chosen.name.slice(-LONGEST_NAME) };
}
