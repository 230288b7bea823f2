/** `npm run pictures`: takes the README's pictures from what the last `npm test` saw (`test/shots/`). Names those that are missing. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp } from './environment';
import { isMain, ROOT } from './paths';

/** Name of the picture in docs/pictures → the shot, `<step>-<what>-<size>` as the journeys of `test/e2e` name it. */
export const PICTURES = {
  'father-times': '3-slots-phone',
  'father-ticket': '3-booked-phone',
  'granny-hearing': '6-open-phone-largest',
  'teacher-home': '5-home-amber-phone',
  'father-standing': 'calls-9-say-phone',
  'father-offer': 'calls-3-offer-phone',
  'called-off': 'calls-1-called-off-phone',
  'own-view': 'calls-7-own-view-phone',
  'notice-template': 'notices-1-template-phone',
  'granny-answers': 'notices-2-choose-phone-largest',
  'notice-board': 'notices-5-calls-phone',
  'neighbour-tells': 'notices-6-slip-phone',
  'child-file': 'files-1-file-phone',
  'two-edits': 'files-2-both-phone',
  'mother-asked': 'files-4-asked-phone',
  'class-signed': 'files-7-from-phone',
  'visit-form': 'care-1-form-phone',
  portfolio: 'care-1-portfolio-phone',
  'pairs-proposed': 'care-2-proposals-phone',
  'letter-written': 'letters-1-write-phone',
  'letter-pictures': 'letters-3-pictures-tablet',
  'desk-board': '4-board-tablet',
  'head-advice': 'calls-1-advice-pc',
  'head-roster': 'files-6-near-pc',
} as const;

function takePictures(): void {
  const shots = join(ROOT, 'test/shots');
  const pictures = join(ROOT, 'docs/pictures');
  mkdirSync(pictures, { recursive: true });
  const missing: string[] = [];
  for (const [picture, shot] of Object.entries(PICTURES)) {
    const from = join(shots, `${shot}.png`);
    if (existsSync(from)) copyFileSync(from, join(pictures, `${picture}.png`));
    else missing.push(shot);
  }
  if (missing.length > 0)
    throw new Error(`这些截图还没有，请先运行 npm test / run npm test first: ${missing.join(', ')}`);
  console.log(`docs/pictures: ${Object.keys(PICTURES).join(', ')}`);
}

if (isMain(import.meta)) {
  try {
    takePictures();
  } catch (error) {
    giveUp(error);
  }
}
