import * as v from 'valibot';
import { familyItem } from './home';
import { method } from './method';
import { choice, receiptState, voice } from './receipts';
import { day, fileId, id, instant, some } from './shapes';

/** What a family does with what it was told. */
export const receiving = {
  /** The family's own list. */
  'notices.inbox': method({
    permission: 'notices.receive',
    input: v.strictObject({ before: v.optional(instant) }),
    output: v.object({ items: some(familyItem, 30), next: v.nullable(instant) }),
  }),
  /**
   * Opens one: by its receipt, or by the notice, as a card in the class's group names it. Links are good for some minutes;
   * what was not checked yet has none.
   */
  'notices.open': method({
    permission: 'notices.receive',
    input: v.union([v.strictObject({ receiptId: id }), v.strictObject({ noticeId: id })]),
    output: v.object({
      ...familyItem.entries,
      body: v.string(),
      voiceUrl: v.nullable(v.string()),
      voiceSeconds: v.nullable(v.number()),
      photoUrls: v.array(v.string()),
      file: v.nullable(v.object({ name: v.string(), url: v.string() })),
      choices: v.array(v.string()),
      state: receiptState,
      wantsCall: v.boolean(),
      answer: v.nullable(v.string()),
      /** An answer by voice is with the school. */
      spoke: v.boolean(),
      deadline: v.nullable(day),
      /** Why it was taken back; the receipt of what corrects it. */
      overWhy: v.nullable(v.string()),
      newer: v.nullable(id),
    }),
    audited: true,
  }),
  /** 「我听到了」, 「收到」, a choice, a signature, an answer by voice, or 「请老师打电话」. */
  'notices.answer': method({
    permission: 'notices.receive',
    input: v.variant('answer', [
      v.strictObject({ receiptId: id, answer: v.picklist(['heard', 'confirmed', 'call_me']) }),
      v.strictObject({ receiptId: id, answer: v.literal('chosen'), choice }),
      v.strictObject({ receiptId: id, answer: v.literal('signed'), fileId }),
      v.strictObject({ receiptId: id, answer: v.literal('said'), voice }),
    ]),
    output: v.object({ state: receiptState, wantsCall: v.boolean(), answer: v.nullable(v.string()) }),
  }),
};
