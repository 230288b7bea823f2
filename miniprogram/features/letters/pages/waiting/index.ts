import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { atDoor, prepareDoor } from '../../../../services/at-door';
import { call } from '../../../../services/call';
import { knownChildren } from '../../../../services/children';
import { ask, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { kindFor } from '../../../../shared/domain/record-kinds';
import { type WaitingRow, waitingRows } from './view';

/** For whom of the caller's children letters wait, and how they get to read them. What the letters say is nobody's here. */
Component({
  behaviors: [pageBase],
  data: {
    rows: [] as WaitingRow[],
    waiting: 0,
    points: [] as Choice[],
    child: null as WaitingRow | null,
    /** The kind of record that notes a letter on paper for this child; empty where it is not the caller's to write. */
    paper: '',
    point: '',
    problem: '',
  },
  methods: {
    async load() {
      // Whose children may be written about is known of a role.
      await ensureSession();
      const [{ rows, points }] = await Promise.all([call('letters.waiting', {}), prepareDoor()]);
      this.setData({
        rows: waitingRows(rows, dayOf(now())),
        waiting: rows.filter(({ waiting }) => waiting > 0).length,
        points: points.map(({ id, name }) => ({ value: id, label: name })),
      });
    },
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const child = this.data.rows.find(({ key }) => key === detail.key) ?? null;
      const only = this.data.points.length === 1 ? (this.data.points[0]?.value ?? '') : '';
      const paper = knownChildren().some(({ id }) => id === detail.key)
        ? kindFor({ counts: ['letter'] }, atDoor().kinds, currentMembership()?.role)
        : '';
      this.setData({ child, paper, point: this.data.point || only, problem: '' });
    },
    onClose() {
      this.setData({ child: null });
    },
    onPoint({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ point: detail.value[0] ?? '', problem: '' });
    },
    async onSend() {
      const { child, point, points } = this.data;
      if (!child || points.length === 0) return this.onClose();
      if (point === '') return this.setData({ problem: '先点一下，请孩子到哪个平板' });
      await this.run(async () => {
        await call('letters.sendTo', { studentId: child.key, pointId: point });
        this.setData({ child: null });
        tell(`${child.name}的名字在平板上了，半小时内有效`, 3_000);
        await this.load();
      });
    },
    async onForgot() {
      const { child } = this.data;
      if (!child) return;
      const sure = await ask({
        title: `让${child.name}重新选图案？`,
        text: '还没看的信要到明天才能打开，写信的家里人会知道换过图案。',
        yes: '重新选',
      });
      if (!sure) return;
      await this.run(async () => {
        await call('letters.forgetSecret', { studentId: child.key });
        this.setData({ child: null });
        tell('下次到平板上，孩子自己选新的图案', 3_000);
        await this.load();
      });
    },
    onPaper() {
      const { child, paper: kind } = this.data;
      this.setData({ child: null });
      if (child) go('writeVisit', { studentId: child.key, kind });
    },
  },
});
