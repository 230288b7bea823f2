import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { say, tell } from '../../../../services/feedback';
import { dropFile, sendFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import type { Recording } from '../../../../services/recorder';
import { now } from '../../../../services/time';
import type { LetterInside } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { LIMITS } from '../../../../shared/limits';
import type { Reported } from '../../components/report-sheet/index';
import { type Box, boxOf, type ChildRow, childRows, type Step, secretLead } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** So long nobody touches the tablet, s: whoever comes next must not find another child's letter. */
const IDLE = 120;

const NOBODY = {
  step: 'children' as Step,
  studentId: '',
  hasSecret: false,
  box: null as Box | null,
  letter: null as LetterInside | null,
  letterId: '',
  asking: false,
  to: '',
  text: '',
  path: '',
  seconds: 0,
  problem: '',
};

/** 家书 at the centre's tablet: a child proves by its pictures who it is, reads and hears its letters, and writes back. Nothing stays on the device. */
Component({
  behaviors: [pageBase, ticking],
  options: { pureDataPattern: /^_/ },
  data: {
    ...NOBODY,
    _secret: [] as number[],
    _first: null as number[] | null,
    _key: '',
    _touched: 0,
    lead: '',
    turn: 0,
    children: [] as ChildRow[],
    _with: [] as string[],
    most: LIMITS.letterText,
  },
  pageLifetimes: {
    hide() {
      this.forget();
    },
  },
  methods: {
    async load() {
      const there = await call('letters.booth', {});
      const _with = there.children.filter(({ hasSecret }) => hasSecret).map(({ studentId }) => studentId);
      this.setData({ children: childRows(there), _with, _touched: now() });
    },
    tick() {
      if (this.data.step !== 'children' && now() - this.data._touched > IDLE * 1_000) void this.onLeave();
    },
    onTouch() {
      this.setData({ _touched: now() });
    },
    /** The child goes: its letters, what it wrote and its pictures are gone from the tablet. */
    forget() {
      if (this.data.path) dropFile(this.data.path);
      this.setData({ ...NOBODY, _secret: [], _first: null, _key: '', turn: this.data.turn + 1 });
    },
    async onLeave() {
      this.forget();
      await this.refresh();
    },
    onChild({ detail }: Tapped) {
      const hasSecret = this.data._with.includes(detail.key);
      this.setData({ studentId: detail.key, hasSecret, step: 'secret', lead: secretLead(hasSecret, null) });
    },
    async onSecret({ detail }: WechatMiniprogram.CustomEvent<{ secret: number[] }>) {
      const { studentId, hasSecret, _first } = this.data;
      const { secret } = detail;
      this.again();
      if (!hasSecret && _first === null) return this.setData({ _first: secret, lead: secretLead(false, secret) });
      if (_first !== null && _first.join() !== secret.join()) {
        this.setData({ _first: null, lead: secretLead(false, null) });
        return say('两次点的不一样，重新选三个图案。');
      }
      await this.run(async () => {
        if (!hasSecret) await call('letters.chooseSecret', { studentId, secret });
        this.setData({ _secret: secret, hasSecret: true, _first: null });
        await this.open();
      });
    },
    again() {
      this.setData({ turn: this.data.turn + 1, _touched: now() });
    },
    async open() {
      const { studentId, _secret: secret } = this.data;
      const box = boxOf(await call('letters.boothBox', { studentId, secret }), dayOf(now()));
      this.setData({ box, step: 'box', letter: null, to: box.to.length === 1 ? (box.to[0]?.value ?? '') : '' });
    },
    async onLetter({ detail }: Tapped) {
      const { studentId, _secret: secret } = this.data;
      await this.run(async () => {
        const letter = await call('letters.boothOpen', { studentId, secret, letterId: detail.key });
        this.setData({ letter, letterId: detail.key, step: 'letter' });
      });
    },
    async onBox() {
      await this.run(() => this.open());
    },
    async onPrint() {
      const { studentId, _secret: secret, letterId } = this.data;
      await this.run(async () => {
        const { url, fileName } = await call('letters.boothPrint', { studentId, secret, letterId });
        await openDocument(url, fileName);
      });
    },
    onAsk() {
      this.setData({ asking: true });
    },
    onClose() {
      this.setData({ asking: false });
    },
    async onReport({ detail }: WechatMiniprogram.CustomEvent<Reported>) {
      const { studentId, _secret: secret, letterId } = this.data;
      await this.run(async () => {
        await call('letters.boothReport', { studentId, secret, letterId, ...detail });
        this.setData({ asking: false });
        tell('告诉老师了，老师会来找你', 3_000);
      });
    },
    onWrite() {
      this.setData({ step: 'write', _key: newId(), problem: '' });
    },
    onTo({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ to: detail.value[0] ?? '', problem: '' });
    },
    onText({ detail }: WechatMiniprogram.Input) {
      this.setData({ text: detail.value, problem: '', _touched: now() });
    },
    onVoice({ detail }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      const { path = '', seconds = 0 } = detail.recording ?? {};
      this.setData({ path, seconds, problem: '', _touched: now() });
    },
    async onSend() {
      const { studentId, _secret: secret, _key: requestKey, to: adultId, text, path, seconds } = this.data;
      if (adultId === '') return this.setData({ problem: '先点一下写给谁' });
      if (text.trim() === '' && path === '') return this.setData({ problem: '说一段话，或者写几个字' });
      await this.run(async () => {
        const voice = path ? { fileId: await sendFile(path), seconds } : null;
        await call('letters.boothWrite', { requestKey, studentId, secret, adultId, text: text.trim(), voice });
        if (path) dropFile(path);
        this.setData({ text: '', path: '', seconds: 0 });
        tell('信寄出去了', 3_000);
        await this.open();
      });
    },
  },
});
