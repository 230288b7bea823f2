import * as v from 'valibot';
import { ANSWERS } from '../domain/consents';
import { exportReason } from './contacts';
import { purpose } from './files';
import { method } from './method';
import {
  childRef,
  count,
  day,
  done,
  fileId,
  id,
  instant,
  nothing,
  requestKey,
  some,
  text,
  textOrEmpty,
} from './shapes';

const answer = v.object({
  memberId: id,
  memberName: v.string(),
  relation: v.string(),
  answer: v.picklist(ANSWERS),
  /** Signed on paper and entered by the school, or tapped by the guardian. */
  way: v.picklist(['app', 'paper']),
  at: instant,
  enteredBy: v.nullable(v.string()),
});

/** What a family asks for about its child's data. */
const request = v.object({
  id,
  child: childRef,
  kind: v.picklist(['erase', 'copy', 'correct']),
  byName: v.string(),
  relation: v.string(),
  at: instant,
  note: v.nullable(v.string()),
  status: v.picklist(['open', 'done', 'declined', 'withdrawn']),
  /** By when the school has to answer: 15 working days at most are promised, as 30 days. */
  dueDay: day,
  answer: v.nullable(v.string()),
  answeredBy: v.nullable(v.string()),
  answeredAt: v.nullable(instant),
});
export type PrivacyRequest = v.InferOutput<typeof request>;

/** C22. */
export const privacyContract = {
  /** The purposes with every guardian's answer, for one child. */
  'privacy.consents': method({
    permission: 'contacts.read',
    input: v.strictObject({ studentId: id }),
    output: v.object({
      child: childRef,
      purposes: some(
        v.object({ purpose, state: v.picklist(['given', 'refused', 'unasked']), answers: some(answer, 12) }),
        10,
      ),
      /** Legal guardians for whom the school may enter a paper. */
      guardians: some(v.object({ id, name: v.string(), relation: v.string() }), 12),
      /** The caller may answer as a legal guardian. */
      mine: v.boolean(),
    }),
    audited: true,
  }),
  /** A legal guardian's answer; it can be changed at any time and holds at once. */
  'privacy.consent': method({
    permission: 'privacy.consent',
    input: v.strictObject({ studentId: id, purpose, answer: v.picklist(['given', 'refused']) }),
    output: done,
  }),
  /** The school enters what a legal guardian signed on paper. */
  'privacy.consentPaper': method({
    permission: 'privacy.paper',
    input: v.strictObject({
      studentId: id,
      memberId: id,
      purpose,
      answer: v.picklist(['given', 'refused']),
      signedDay: day,
    }),
    output: done,
    audited: true,
  }),
  /** How many children of each class may be photographed and so on. */
  'privacy.overview': method({
    permission: 'privacy.manage',
    input: nothing,
    output: v.object({
      purposes: some(v.object({ purpose, given: count, refused: count, unasked: count }), 10),
      officer: v.nullable(v.string()),
      openRequests: count,
      /** Sealed fields under a key that is not the newest; 0 when a change of key is through. */
      oldKey: count,
      retention: some(
        v.object({ what: v.string(), keep: v.string(), why: v.string(), lastRun: v.nullable(instant), removed: count }),
        40,
      ),
    }),
  }),
  /** One child's whole data for the family, as a .docx that reads like a letter. Of other adults only what the caller may see. */
  'privacy.export': method({
    permission: 'privacy.export',
    fn: 'documents',
    input: v.strictObject({ studentId: id, why: v.optional(exportReason) }),
    output: v.object({ fileId, url: v.string(), fileName: v.string() }),
    audited: true,
  }),
  /** A legal guardian asks for erasure, a copy or a correction. The same kind asked again while it is open is the same request. */
  'privacy.ask': method({
    permission: 'privacy.consent',
    input: v.strictObject({
      key: requestKey,
      studentId: id,
      kind: v.picklist(['erase', 'copy', 'correct']),
      note: textOrEmpty(200),
    }),
    output: v.object({ id, dueDay: day }),
  }),
  'privacy.withdraw': method({ permission: 'privacy.consent', input: v.strictObject({ id }), output: done }),
  /** Requests: a family's own, or the school's, those due first. */
  'privacy.requests': method({
    permission: 'privacy.requests',
    input: v.strictObject({ studentId: v.optional(id) }),
    output: v.object({ requests: some(request, 100) }),
    audited: true,
  }),
  /** What erasing a child's data would take away and what the law keeps, before it is done. */
  'privacy.erasePreview': method({
    permission: 'privacy.manage',
    input: v.strictObject({ id }),
    output: v.object({
      removes: some(v.object({ what: v.string(), count }), 40),
      keeps: some(v.object({ what: v.string(), why: v.string() }), 40),
    }),
    audited: true,
  }),
  /** Answers a request. `done` of an erasure erases: it cannot be undone. */
  'privacy.answer': method({
    permission: 'privacy.manage',
    input: v.strictObject({ id, status: v.picklist(['done', 'declined']), answer: text(200) }),
    output: done,
    audited: true,
  }),
  /** The yearly minors'-data audit (未成年人网络保护条例 37) as one .docx with the year's figures. */
  'privacy.auditPack': method({
    permission: 'privacy.manage',
    fn: 'documents',
    input: v.strictObject({ year: v.pipe(v.number(), v.integer(), v.minValue(2020), v.maxValue(2999)) }),
    output: v.object({ fileId, url: v.string(), fileName: v.string() }),
    audited: true,
  }),
};
