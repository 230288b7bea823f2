import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { recheck } from '../../cloudfunctions/_server/media/checks';
import type { Input } from '../../miniprogram/shared/contract';
import { coveredOf, isSettled, reachedOf } from '../../miniprogram/shared/domain/receipts';
import { SCHOOL } from '../support/builders';
import { aNotice, bringVerdict } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const DAY = 86_400_000;
const b = await sharedBackend(littleSchool);

type Answer = Input<'notices.answer'>;
type What<T> = T extends Answer ? Omit<T, 'receiptId'> : never;

let noticeId = '';
const send = async (over: Partial<Input<'notices.send'>> = {}) => {
  noticeId = (await b.call(HEAD, 'notices.send', aNotice(over))).noticeId;
};
const answer = (personId: string, what: What<Answer>, openid = `o-${personId}`) =>
  b.call(openid, 'notices.answer', { receiptId: `${noticeId}:${personId}`, ...what } as Answer);
const receipt = (personId: string) => b.deps.store.get('receipts', `${noticeId}:${personId}`);
const upload = (name: string, openid: string) => b.cloud.upload(`u/${name}`, new Uint8Array([1, 2]), openid);

describe('「我听到了」 and 「请老师打电话」', () => {
  beforeEach(() => send());

  it('one of a family that did what is asked settles it for the others of the child, and no more', async () => {
    await answer('m-father', { answer: 'confirmed' });
    expect(await receipt('m-father')).toMatchObject({ state: 'confirmed', open: false, covered: false, climbAt: null });
    for (const other of ['m-mother', 'm-granny'])
      expect(await receipt(other)).toMatchObject({ state: 'queued', open: false, covered: true, climbAt: null });
    for (const stranger of ['m-father2', 'm-grandpa'])
      expect(await receipt(stranger)).toMatchObject({ open: true, covered: false });
  });

  it('a wish for a call stays with the teacher, on the call list, also after 「我听到了」 and when the father did it', async () => {
    expect(await answer('m-granny', { answer: 'call_me' })).toEqual({ state: 'opened', wantsCall: true, answer: null });
    expect(await receipt('m-granny')).toMatchObject({ rung: 'call', open: true });
    expect(await answer('m-granny', { answer: 'heard' })).toEqual({ state: 'heard', wantsCall: true, answer: null });
    await answer('m-father', { answer: 'confirmed' });
    expect(await receipt('m-granny')).toMatchObject({ open: true, covered: false, wantsCall: true });
  });

  it('who is covered may still ask for a call', async () => {
    await answer('m-father', { answer: 'confirmed' });
    await answer('m-granny', { answer: 'call_me' });
    expect(await receipt('m-granny')).toMatchObject({ open: true, covered: false, wantsCall: true, rung: 'call' });
  });

  it('told twice, and late, it counts once', async () => {
    await answer('m-granny', { answer: 'call_me' });
    const first = await receipt('m-granny');
    b.clock.at += 3 * DAY;
    expect(await answer('m-granny', { answer: 'call_me' })).toEqual({ state: 'opened', wantsCall: true, answer: null });
    expect(await receipt('m-granny')).toEqual(first);
  });

  it('sent again it settles the family that a cut request left unsettled', async () => {
    await answer('m-father', { answer: 'confirmed' });
    const left = { open: true, covered: false };
    await b.deps.store.updateWhere('receipts', { _id: `${noticeId}:m-granny` }, { set: left });
    await answer('m-father', { answer: 'confirmed' });
    expect(await receipt('m-granny')).toMatchObject({ open: false, covered: true });
  });

  it('five at once leave the strongest', async () => {
    await Promise.all(
      (['heard', 'confirmed', 'heard', 'confirmed', 'call_me'] as const).map((what) =>
        answer('m-granny', { answer: what }),
      ),
    );
    expect(await receipt('m-granny')).toMatchObject({ state: 'confirmed', wantsCall: true, open: true });
  });

  it('nothing more can be done with what is over', async () => {
    await b.call(HEAD, 'notices.recall', { noticeId, reason: '时间改了' });
    expect(await code(answer('m-father', { answer: 'confirmed' }))).toBe('notices.over');
    const said = { answer: 'said', voice: { fileId: await upload('x.mp3', 'o-m-father'), seconds: 3 } } as const;
    expect(await code(answer('m-father', said))).toBe('notices.over');
    expect(await receipt('m-father')).toMatchObject({ state: 'queued', said: null });
  });

  it('at the moment of a recall leaves nothing for the teacher to do', async () => {
    const people = ['m-father', 'm-mother', 'm-granny', 'm-father2'];
    await Promise.all([
      b.call(HEAD, 'notices.recall', { noticeId, reason: '时间改了' }),
      ...people.map((id, i) => code(answer(id, { answer: i % 2 === 0 ? 'call_me' : 'confirmed' }))),
      ...people.map((id) => b.call(`o-${id}`, 'notices.open', { noticeId })),
    ]);
    for (const id of [...people, 'm-grandpa'])
      expect(await receipt(id)).toMatchObject({ over: 'recalled', open: false, climbAt: null });
  });

  it('is only for who was told', async () => {
    for (const openid of ['o-m-mother', 'o-m-other'])
      expect(await code(answer('m-father', { answer: 'heard' }, openid))).toBe('common.not-found');
    expect(await code(answer('m-father', { answer: 'heard' }, HEAD))).toBe('auth.forbidden');
    expect(await code(answer('m-nobody', { answer: 'heard' }, 'o-m-father'))).toBe('common.not-found');
  });

  it('what was not asked for is refused', async () => {
    expect(await code(answer('m-father', { answer: 'chosen', choice: '去' }))).toBe('input.invalid');
    const fileId = await upload('name.png', 'o-m-father');
    expect(await code(answer('m-father', { answer: 'signed', fileId }))).toBe('input.invalid');
    expect(await receipt('m-father')).toMatchObject({ state: 'queued', signature: null, answer: null });
  });
});

describe('whatever a family does, in whatever order', () => {
  const people = ['m-father', 'm-mother', 'm-granny', 'm-father2'] as const;
  const aStep = fc.record({
    who: fc.constantFrom(...people),
    what: fc.constantFrom('open', 'heard', 'confirmed', 'call_me', 'told'),
  });

  it.each(['read', 'confirm', 'sign'] as const)(
    'of what asks to %s the open ones are those that the rule names',
    async (asks) => {
      const run = async (steps: readonly { who: string; what: string }[]) => {
        await b.renew();
        await send({ asks });
        for (const [i, { who, what }] of steps.entries()) {
          const receiptId = `${noticeId}:${who}`;
          const told = { requestKey: `tap-1000${i}`, receiptId, way: 'call', outcome: 'told' } as const;
          if (what === 'open') await b.call(`o-${who}`, 'notices.open', { receiptId });
          else if (what === 'told') await b.call(HEAD, 'notices.told', told);
          else await answer(who, { answer: what as 'heard' });
        }
        const lines = await b.deps.store.list('receipts', { where: { schoolId: SCHOOL, refId: noticeId }, limit: 10 });
        const covered = coveredOf(lines);
        const reached = reachedOf(lines);
        for (const { _id, state, wantsCall, open, climbAt } of lines) {
          expect([_id, open]).toEqual([_id, wantsCall || !(isSettled(asks, state, false) || covered.has(_id))]);
          if (reached.has(_id)) expect([_id, climbAt]).toEqual([_id, null]);
        }
      };
      await fc.assert(fc.asyncProperty(fc.array(aStep, { maxLength: 6 }), run), { numRuns: 12 });
    },
    120_000,
  );
});

describe('a choice', () => {
  beforeEach(() => send({ asks: 'answer', choices: ['去', '不去'], deadline: '2026-11-25' }));

  it('is one of the notice’s, and may be changed until the day is over', async () => {
    expect(await code(answer('m-father', { answer: 'chosen', choice: '也许' }))).toBe('input.invalid');
    expect(await answer('m-father', { answer: 'chosen', choice: '去' })).toEqual({
      state: 'answered',
      wantsCall: false,
      answer: '去',
    });
    expect(await receipt('m-granny')).toMatchObject({ covered: true, open: false });
    expect((await answer('m-father', { answer: 'chosen', choice: '不去' })).answer).toBe('不去');
    b.clock.at += 2 * DAY;
    expect(await code(answer('m-father', { answer: 'chosen', choice: '去' }))).toBe('notices.answer-closed');
    expect((await answer('m-father', { answer: 'chosen', choice: '不去' })).answer).toBe('不去');
    expect((await b.call('o-m-father', 'notices.open', { noticeId })).answer).toBe('不去');
  });

  it('is taken for the first time also after the day: late is better than never', async () => {
    b.clock.at += 5 * DAY;
    expect((await answer('m-father2', { answer: 'chosen', choice: '去' })).answer).toBe('去');
  });

  it('to have heard is not enough, but nobody is looked for any more', async () => {
    await answer('m-father', { answer: 'heard' });
    expect(await receipt('m-father')).toMatchObject({ state: 'heard', open: true, climbAt: null });
    expect(await receipt('m-granny')).toMatchObject({ open: true, covered: false, climbAt: null });
  });

  it('two at once leave one of them', async () => {
    await Promise.all(['去', '不去', '去', '不去'].map((choice) => answer('m-father', { answer: 'chosen', choice })));
    const kept = await receipt('m-father');
    expect(['去', '不去']).toContain(kept?.answer);
    expect(kept).toMatchObject({ state: 'answered', open: false });
  });
});

describe('a signature', () => {
  beforeEach(() => send({ asks: 'sign' }));

  it('is kept as it was first drawn', async () => {
    const fileId = await upload('name-1.png', 'o-m-father');
    expect(await answer('m-father', { answer: 'signed', fileId })).toMatchObject({ state: 'signed' });
    const again = await upload('name-2.png', 'o-m-father');
    expect(await answer('m-father', { answer: 'signed', fileId: again })).toMatchObject({ state: 'signed' });
    expect(await receipt('m-father')).toMatchObject({ signature: fileId, open: false });
    expect(await receipt('m-mother')).toMatchObject({ covered: true });
  });

  it('is something that a phone uploaded', async () => {
    const foreign = 'cloud://local.bucket/out/cards/x.docx';
    expect(await code(answer('m-father', { answer: 'signed', fileId: foreign }))).toBe('input.invalid');
    expect(await code(answer('m-father', { answer: 'said', voice: { fileId: foreign, seconds: 2 } }))).toBe(
      'input.invalid',
    );
  });
});

describe('an answer by voice', () => {
  beforeEach(() => send({ asks: 'answer', choices: ['去', '不去'] }));
  const say = async (name: string, seconds = 4) => {
    const fileId = await upload(name, 'o-m-granny');
    return { fileId, reply: await answer('m-granny', { answer: 'said', voice: { fileId, seconds } }) };
  };
  const checks = () => b.deps.store.list('mediaChecks', { where: { at: { gt: 0 } }, limit: 10 });
  const verdict = async (fileId: string, suggest: string) => {
    const check = (await checks()).find((one) => one.fileId === fileId);
    await bringVerdict(b.deps, check?.traces.at(-1), suggest);
  };
  const seen = () => b.call(HEAD, 'notices.person', { receiptId: `${noticeId}:m-granny` });

  it('proves that it was heard; the school may listen when it passed the check', async () => {
    const { fileId, reply } = await say('a.mp3');
    expect(reply).toEqual({ state: 'heard', wantsCall: false, answer: null });
    expect(await checks()).toMatchObject([{ of: 'answer', kind: 'voice', openid: 'o-m-granny', state: 'checking' }]);
    expect(await seen()).toMatchObject({
      spoke: true,
      voiceState: 'checking',
      voiceUrl: null,
      voiceSeconds: 4,
      steps: [{ way: 'self', outcome: 'said' }],
    });
    expect(await b.call('o-m-granny', 'notices.open', { noticeId })).toMatchObject({ spoke: true, waits: true });
    await verdict(fileId, 'pass');
    const { voiceUrl, voiceState } = await seen();
    expect(voiceState).toBe('shown');
    expect([...new Uint8Array(await (await fetch(voiceUrl ?? '')).arrayBuffer())]).toEqual([1, 2]);
  });

  it('that did not pass is heard by nobody', async () => {
    const { fileId } = await say('a.mp3');
    await verdict(fileId, 'risky');
    expect(await seen()).toMatchObject({ spoke: false, voiceState: 'held', voiceUrl: null });
    expect(await b.call('o-m-granny', 'notices.open', { noticeId })).toMatchObject({ spoke: false });
  });

  it('sent twice is one; a new one takes its place, and the old one does not come back', async () => {
    const first = await say('a.mp3');
    const before = await receipt('m-granny');
    const again = { answer: 'said', voice: { fileId: first.fileId, seconds: 4 } } as const;
    await answer('m-granny', again);
    expect(await receipt('m-granny')).toEqual(before);
    const second = await say('b.mp3', 9);
    await answer('m-granny', again);
    expect((await receipt('m-granny'))?.said).toMatchObject({ fileId: second.fileId, seconds: 9 });
    expect(await checks()).toHaveLength(2);
    await verdict(first.fileId, 'pass');
    expect((await receipt('m-granny'))?.said).toMatchObject({ state: 'checking' });
    await verdict(second.fileId, 'pass');
    expect((await receipt('m-granny'))?.said).toMatchObject({ state: 'shown' });
  });

  it('at once with a tap: neither is lost', async () => {
    const fileId = await upload('a.mp3', 'o-m-granny');
    await Promise.all([
      answer('m-granny', { answer: 'said', voice: { fileId, seconds: 4 } }),
      answer('m-granny', { answer: 'chosen', choice: '去' }),
      answer('m-granny', { answer: 'call_me' }),
    ]);
    expect(await receipt('m-granny')).toMatchObject({
      state: 'answered',
      answer: '去',
      wantsCall: true,
      said: { fileId },
    });
  });

  it('WeChat is asked again where the request was cut short', async () => {
    const fileId = await upload('a.mp3', 'o-m-granny');
    const { checkMedia } = b.deps.wechat;
    Object.assign(b.deps.wechat, { checkMedia: () => Promise.reject(new Error('no network')) });
    await answer('m-granny', { answer: 'said', voice: { fileId, seconds: 4 } });
    Object.assign(b.deps.wechat, { checkMedia });
    b.clock.at += 3_600_000;
    await recheck(b.deps);
    await verdict(fileId, 'pass');
    expect((await receipt('m-granny'))?.said).toMatchObject({ state: 'shown' });
  });
});
