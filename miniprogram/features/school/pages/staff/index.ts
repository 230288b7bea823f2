import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import type { Staff } from '../../people';
import { groupsOf, type RoleGroup, staffLine } from './view';

const NOBODY: Staff = { staff: [], classes: [], points: [] };

/** 老师和平板: the school's own people and devices, by role; who is tapped is opened. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: { sought: '', line: '', groups: [] as RoleGroup[], _school: NOBODY },
  methods: {
    async load() {
      this.setData({ _school: await call('staff.list', {}) });
      this.show();
    },
    show() {
      const { _school: school, sought } = this.data;
      this.setData({ line: staffLine(school), groups: groupsOf(school, sought) });
    },
    onSought({ detail }: WechatMiniprogram.Input) {
      this.setData({ sought: detail.value });
      this.show();
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('person', { id: detail.key });
    },
    onAdd() {
      go('person');
    },
    onPairing() {
      go('pairing');
    },
    onHandover() {
      go('handover');
    },
  },
});
