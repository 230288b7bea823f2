import { describe, expect, it } from 'vitest';
import { createVault } from '../../cloudfunctions/_server/data/crypto';
import type { CareRecord } from '../../cloudfunctions/_server/data/documents';
import { sharedPart } from '../../cloudfunctions/_server/records/shared';
import { FIELD_SECRETS } from '../support/backend';
import { aRecord, WORDS } from '../support/records';

const vault = createVault(FIELD_SECRETS);
const FILES = ['checking', 'shown', 'held'] as const;
const partOf = (over: Partial<CareRecord> = {}) =>
  sharedPart(
    vault,
    aRecord(vault, {
      ...{ share: true, kind: 'diary', book: 'growth' },
      photos: FILES.map((state) => ({ fileId: `p-${state}`, state })),
      voices: FILES.map((state) => ({ fileId: `v-${state}`, seconds: 3, state })),
      said: { values: { note: '学会了骑车' }, shareText: WORDS, place: '小雨家' },
      ...over,
    }),
  );

/** The last gate before a family, the letter home and the book: it stands by itself, whatever came before it. */
describe('the part of a record that is for families', () => {
  it('is what its kind shares, the words for them, and the files that passed the check', () => {
    expect(partOf()).toEqual({
      title: '成长日记',
      facts: [{ label: '今天', text: '学会了骑车' }],
      words: WORDS,
      photos: ['p-shown'],
      voices: [{ fileId: 'v-shown', seconds: 3 }],
    });
  });

  it.each<[string, Partial<CareRecord>]>([
    ['that is not shared', { share: false }],
    ['of which a concern came, though its switch were on', { neverShare: true }],
    ['that was struck out, though its switch were on', { struck: { at: 1, byName: '李老师', why: '写错了孩子' } }],
    ['of a kind that is never shared', { kind: 'bed_check', book: 'life' }],
    ['of a kind that nobody knows any more', { kind: 'own_gone' }],
  ])('is nothing of one %s', (_what, over) => {
    expect(partOf(over)).toBeUndefined();
  });
});
