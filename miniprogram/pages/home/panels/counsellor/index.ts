import { go } from '../../../../services/routes';
import { type CounsellorView, type LowRow, lowRowsOf } from './view';

/** 心理老师: the children who chose the low face after several calls in a row, and the way to what teachers worry about. */
Component({
  properties: {
    view: { type: Object, value: { kind: 'counsellor', name: '', low: [] } as CounsellorView },
  },
  data: { rows: [] as LowRow[] },
  observers: {
    view(view: CounsellorView) {
      this.setData({ rows: lowRowsOf(view) });
    },
  },
  methods: {
    onLedger() {
      go('schoolLedger');
    },
  },
});
