import { go } from '../../../../services/routes';
import { officerFact } from '../officer';
import { type CounsellorView, concernsFact, type LowRow, lowRowsOf, reportedFact } from './view';

/** 心理老师: the children who chose the low face after several calls in a row, and the way to what teachers worry about. */
Component({
  properties: {
    view: {
      type: Object,
      value: {
        kind: 'counsellor',
        name: '',
        low: [],
        concerns: { counsellor: 0, report: 0 },
        reportedLetters: 0,
        officer: null,
      } as CounsellorView,
    },
  },
  data: { rows: [] as LowRow[], concerns: '', reported: '', officer: '' },
  observers: {
    view(view: CounsellorView) {
      this.setData({
        rows: lowRowsOf(view),
        concerns: concernsFact(view),
        reported: reportedFact(view),
        officer: officerFact(view.officer),
      });
    },
  },
  methods: {
    onPrivacy() {
      go('privacy');
    },
    onReported() {
      go('reportedLetters');
    },
    onConcerns() {
      go('concerns');
    },
    onPlans() {
      go('plans');
    },
    onLedger() {
      go('schoolLedger');
    },
  },
});
