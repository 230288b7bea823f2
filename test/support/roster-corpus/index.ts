import { HEADER_FILES } from './headers';
import { PEOPLE_FILES } from './people';
import type { RosterFile } from './roster-file';
import { SHEET_FILES } from './sheets';
import { VALUE_FILES } from './values';
import { XLS_FILES } from './xls';

/** Rosters made to look like those that schools have, each with what there is to read in it. */
export const CORPUS: readonly RosterFile[] = [
  ...HEADER_FILES,
  ...PEOPLE_FILES,
  ...VALUE_FILES,
  ...SHEET_FILES,
  ...XLS_FILES,
];
