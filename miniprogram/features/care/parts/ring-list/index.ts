import { ring } from '../../../../services/dial';
import { LINES, linesFor, type SituationId } from '../../../../shared/domain/concerns';

/** Whom to ring now, most urgent first, each with a button. Event `rang` {whom}: the dialler was opened and not put back. */
Component({
  properties: {
    situation: { type: String, value: '' as SituationId | '' },
  },
  data: { lines: linesFor(null) },
  observers: {
    situation(situation: SituationId | '') {
      this.setData({ lines: linesFor(situation === '' ? null : situation) });
    },
  },
  methods: {
    async onRing({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const line = LINES.find(({ id }) => id === detail.key);
      if (line && (await ring(line.number))) this.triggerEvent('rang', { whom: line.told });
    },
  },
});
