import * as v from 'valibot';
import { LIMITS } from '../limits';
import { method } from './method';
import { childRef, day, fileId, id, instant, mediaState, requestKey, some, text, textOrEmpty } from './shapes';

/** C7: the visit summary is the first of the record kinds; kinds are rows of `domain/record-kinds.ts`. */
export const recordsContract = {
  /** Written once for a `requestKey`, however often the phone sends it. */
  'records.write': method({
    permission: 'records.write',
    input: v.strictObject({
      requestKey,
      studentId: id,
      kind: v.picklist(['home_visit']),
      day,
      chips: some(text(20), 12),
      note: textOrEmpty(LIMITS.recordNote),
      photos: some(fileId, LIMITS.photos),
      photosConsented: v.boolean(),
      share: v.boolean(),
      shareText: textOrEmpty(LIMITS.shareText),
    }),
    output: v.object({ recordId: id }),
  }),
  'records.list': method({
    permission: 'records.read',
    input: v.strictObject({ studentId: id, before: v.optional(instant) }),
    output: v.object({
      child: childRef,
      records: some(
        v.object({
          recordId: id,
          kind: v.string(),
          day,
          at: instant,
          by: v.string(),
          chips: v.array(v.string()),
          /** For staff the whole note; for the family only what was shared. */
          text: v.string(),
          /** What the family was given to read, for staff; for the family, who have it as `text`, empty. */
          shareText: v.string(),
          shared: v.boolean(),
          photos: some(v.object({ url: v.nullable(v.string()), state: mediaState }), LIMITS.photos),
        }),
        20,
      ),
      next: v.nullable(instant),
    }),
    audited: true,
  }),
};
