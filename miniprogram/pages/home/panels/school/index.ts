import type { Bar } from '../../../../components/bar-chart/bars';
import { go, type Route } from '../../../../services/routes';
import { GAPS_SHOWN, GROUPS, type SchoolHome, type SchoolView, schoolHome } from './view';

const NOTHING: SchoolView = {
  kind: 'school',
  name: '',
  schoolName: '',
  pupils: 0,
  leftBehind: 0,
  thisWeek: 0,
  amber: 0,
  red: 0,
  callsToday: 0,
  reviews: 0,
  proposals: 0,
  requests: 0,
  concerns: { counsellor: 0, report: 0 },
  reportedLetters: 0,
  toSign: null,
  yearsAsked: [],
  classes: [],
};

/** 校长室: where are the gaps. Until a roster is there, the one first step. */
Component({
  properties: {
    view: { type: Object, value: NOTHING },
  },
  data: { home: schoolHome(NOTHING) as SchoolHome, gaps: [] as Bar[], all: false, groups: GROUPS },
  observers: {
    'view, all'(view: SchoolView, all: boolean) {
      const home = schoolHome(view);
      this.setData({ home, gaps: home.gaps.slice(0, all ? undefined : GAPS_SHOWN) });
    },
  },
  methods: {
    onLink({ detail }: WechatMiniprogram.CustomEvent<{ key: Route }>) {
      go(detail.key);
    },
    onBoard() {
      go('dutyBoard');
    },
    onImport() {
      go('importRoster');
    },
    onStaff() {
      go('staff');
    },
    onSetup() {
      go('schoolSetup');
    },
    onAsked({ detail: { key } }: WechatMiniprogram.CustomEvent<{ key: Route }>) {
      const { toSign } = this.data.view as SchoolView;
      go(key, key === 'handoverOpen' && toSign ? { id: toSign } : {});
    },
    onReviews() {
      go('sentNotices');
    },
    onYears() {
      go('schoolPart', { part: 'holidays' });
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('classLedger', { classId: detail.key });
    },
    onCare() {
      go('careOverview');
    },
    onAll() {
      this.setData({ all: true });
    },
  },
});
