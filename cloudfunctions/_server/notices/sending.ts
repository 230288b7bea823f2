import type { Output } from '../../../miniprogram/shared/contract';
import { isOver, isUnsent } from '../../../miniprogram/shared/domain/notices';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Notice } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { requirePublishable } from '../wechat/publish';
import { depart } from './finish';
import { groups } from './groups';
import { reachOf } from './reach';
import { loadAddressees, requireAudience } from './recipients';
import { review } from './review';
import { mayChange, mayReview, noticeIn, noticeToChange, sentNotices, tally, waitingNotices } from './sent';
import { takeBack } from './withdraw';
import { draftOf, keep } from './write';

const SENT_PAGE = 20;
/** Of a first page so many are those that wait for the headteacher's word. */
const REVIEWS_SHOWN = 10;
const UNREACHED_SHOWN = 50;

type Sending = Pick<
  Handlers<'notices'>,
  | 'notices.reach'
  | 'notices.groups'
  | 'notices.saveGroup'
  | 'notices.dropGroup'
  | 'notices.send'
  | 'notices.sent'
  | 'notices.read'
  | 'notices.recall'
  | 'notices.review'
>;

/** What the staff of a school do with notices. */
export const sending: Sending = {
  ...groups,
  'notices.review': review,

  async 'notices.reach'(ctx, { audience }) {
    const classIds = await requireAudience(ctx.store, ctx.reach, audience);
    const { recipients } = await loadAddressees(ctx, { schoolId: ctx.reach.schoolId, audience, classIds });
    const { reached, unreached } = await reachOf(ctx, ctx.reach.schoolId, recipients);
    return {
      ...reached,
      unreached: unreached.slice(0, UNREACHED_SHOWN).map(({ person, relation, children }) => ({
        name: person.name,
        relation,
        children: children.map(({ name }) => name),
      })),
    };
  },

  async 'notices.send'(ctx, input) {
    const noticeId = requestId('n', ctx.caller.openid, input.requestKey);
    const written = await ctx.store.get('notices', noticeId);
    const draft = written ?? (await draftOf(ctx, noticeId, input));
    const addressees = await loadAddressees(ctx, draft);
    const people = addressees.recipients.length;
    if (!written && people === 0) throw new AppError('notices.no-recipients');
    const notice = written ?? (await keep(ctx, { ...draft, people }));
    // Counted before it leaves, as each message uses up a credit.
    const { reached } = await reachOf(ctx, notice.schoolId, addressees.recipients);
    const status = await depart(ctx, notice, addressees);
    return { noticeId, ...reached, ...departureOf({ ...notice, status }) };
  },

  async 'notices.sent'(ctx, { before }) {
    const { store, reach } = ctx;
    const waiting =
      mayReview(ctx) && before === undefined ? await waitingNotices(store, reach.schoolId, REVIEWS_SHOWN) : [];
    const limit = SENT_PAGE - waiting.length;
    const others = await sentNotices(ctx, staffOf(ctx.caller).person._id, { before, limit });
    const counts = await tally(store, reach, others);
    return {
      notices: [...waiting, ...others].map((notice) => {
        const { people, unheard } = counts(notice._id);
        return {
          noticeId: notice._id,
          title: notice.title,
          at: notice.sentAt,
          asks: notice.asks,
          urgent: notice.urgent,
          by: notice.senderName,
          people: isUnsent(notice.status) ? notice.people : people,
          unheard,
          ...departureOf(notice),
        };
      }),
      next: others.length === limit ? (others.at(-1)?.sentAt ?? null) : null,
    };
  },

  async 'notices.read'(ctx, { noticeId }) {
    const notice = await noticeIn(ctx, noticeId);
    const mine = notice.senderId === staffOf(ctx.caller).person._id;
    const { review: word } = notice;
    return {
      title: notice.title,
      body: notice.body,
      by: notice.senderName,
      at: notice.sentAt,
      asks: notice.asks,
      choices: [...notice.choices],
      deadline: notice.deadline,
      urgent: notice.urgent,
      audience: notice.audience,
      ...departureOf(notice),
      ...(await linksTo(ctx, notice, mine)),
      voiceSeconds: notice.voice?.seconds ?? null,
      corrects: notice.corrects,
      correctedBy: notice.correctedBy,
      recall: notice.recall,
      review: word && { note: word.note, by: word.by },
      mine,
      mayReview: notice.status === 'review' && mayReview(ctx),
      mayChange: !isOver(notice.status) && mayChange(ctx, notice),
    };
  },

  async 'notices.recall'(ctx, { noticeId, reason }) {
    const notice = await noticeToChange(ctx, noticeId);
    await requirePublishable(ctx, [reason]);
    await takeBack(ctx, notice, reason, staffOf(ctx.caller).person.name);
    return { done: true };
  },
};

const departureOf = ({ status, voice, pictures }: Pick<Notice, 'status' | 'voice' | 'pictures'>) => ({
  status,
  voice: voice?.state ?? null,
  pictures: pictures.map(({ state }) => state),
});

type Links = Pick<Output<'notices.read'>, 'voiceUrl' | 'pictureUrls' | 'file'>;

/** Links to what passed the check; what is still being checked only its author sees, what was held nobody. */
async function linksTo(ctx: Ctx, { voice, pictures, file }: Notice, mine: boolean): Promise<Links> {
  const seen = [...(voice ? [voice] : []), ...pictures].filter(
    ({ state }) => state === 'shown' || (state === 'checking' && mine),
  );
  const ids = [...seen, ...(file ? [file] : [])].map(({ fileId }) => fileId);
  const links = ids.length === 0 ? [] : await ctx.files.links(ids);
  const urlOf = (fileId = '') => links[ids.indexOf(fileId)] ?? null;
  return {
    voiceUrl: urlOf(voice?.fileId),
    pictureUrls: pictures.map(({ fileId }) => urlOf(fileId)),
    file: file && { name: file.name, url: urlOf(file.fileId) },
  };
}
