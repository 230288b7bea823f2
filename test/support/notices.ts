import type { Notice } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { takeEvent } from '../../cloudfunctions/_server/wechat/events';
import type { Audience, Input } from '../../miniprogram/shared/contract';
import { type Backend, NOON } from './backend';
import { SCHOOL } from './builders';

/** Everyone whom a notice can be for. */
export const both: ('parent' | 'guardian')[] = ['parent', 'guardian'];

/** Everyone of the families of some classes. */
export const toClasses = (...classIds: string[]): Audience => ({ of: { kind: 'classes', classIds }, roles: both });

/** A notice to 三(2)班, as its head teacher's phone sends it. */
export const aNotice = (over: Partial<Input<'notices.send'>> = {}): Input<'notices.send'> => ({
  requestKey: 'tap-00001',
  title: '周五家长会',
  body: '请周五下午两点到学校。',
  asks: 'confirm',
  urgent: false,
  audience: toClasses('c32'),
  ...over,
});

/** A notice as it stands when it has left: 李老师's to 三(2)班. */
export const aSentNotice = (over: Partial<Notice> & Pick<Notice, '_id'>): Notice => ({
  schoolId: SCHOOL,
  title: '家长会',
  body: '周五下午三点',
  voice: null,
  pictures: [],
  file: null,
  asks: 'hear',
  choices: [],
  deadline: null,
  urgent: false,
  audience: toClasses('c32'),
  classIds: ['c32'],
  senderId: 't-head',
  senderName: '李老师',
  sentAt: NOON - 3_600_000,
  people: 1,
  written: 1,
  status: 'sent',
  review: null,
  corrects: null,
  correctedBy: null,
  recall: null,
  dueAt: null,
  ...over,
});

/** What a notice or a shared record left for people: its receipts, and the messages that are still to be sent. */
export const lettersIn = ({ deps: { store } }: Backend) => ({
  receipts: (refId: string) => store.list('receipts', { where: { schoolId: SCHOOL, refId }, limit: 1000 }),
  messages: () => store.list('outbox', { where: { status: 'queued' }, limit: 1000 }),
});

/** WeChat's event with its verdict on a voice or photo. `suggest`: pass, review or risky; without meaning where `errcode` is not 0. */
export const bringVerdict = (deps: Deps, trace_id: string | null | undefined, suggest: string, errcode = 0) =>
  takeEvent(deps, {
    MsgType: 'event',
    Event: 'wxa_media_check',
    FromUserName: 'o-t-head',
    CreateTime: 1,
    trace_id,
    errcode,
    ...(errcode === 0 ? { result: { suggest, label: 100 } } : {}),
  });
