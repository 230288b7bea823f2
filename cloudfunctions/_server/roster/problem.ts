import { AppError } from '../../../miniprogram/shared/errors/catalogue';

/** What `details.problem` of `roster.unreadable` may be; the sentences are in `text/zh.ts`. */
export type RosterProblem =
  | 'not-a-workbook'
  | 'old-xls'
  | 'encrypted'
  | 'too-large'
  | 'too-far'
  | 'too-many'
  | 'no-header'
  | 'empty'
  | 'broken';

export const unreadable = (problem: RosterProblem): AppError => new AppError('roster.unreadable', { problem });
