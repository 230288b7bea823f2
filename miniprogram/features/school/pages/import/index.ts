import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { asAppError, sentenceFor } from '../../../../services/feedback';
import { sendFile } from '../../../../services/files';
import { go, goHome } from '../../../../services/routes';
import { chooseRoster, type RosterFile } from '../../roster-file';
import { DOUBTS_SHOWN, type DoubtRow, resultText, type Seen, seenOf } from './view';

/** What the page says while it waits. */
const PROGRESS = {
  sending: '正在把名册送上去',
  reading: '正在一行一行地看，一两千人要半分钟左右',
  importing: '正在导入，请不要关掉这一页',
} as const;
/** How long to wait before asking whether a long import is through, ms. */
const ASK_AGAIN = 3_000;

type Stage = 'choose' | 'waiting' | 'seen' | 'done';

/** 导入名册: choose the table, see what was understood and what was not, confirm. Nothing changes before that. */
Component({
  behaviors: [pageBase],
  data: {
    stage: 'choose' as Stage,
    waiting: '',
    /** Why the last file could not be used. */
    problem: '',
    importId: '',
    seen: null as Seen | null,
    doubts: [] as DoubtRow[],
    result: '',
  },
  methods: {
    async onChoose() {
      await this.run(async () => {
        try {
          const file = await chooseRoster();
          if (file) await this.read(file);
        } catch (failure) {
          this.back(failure);
        }
      });
    },
    async read({ path, name }: RosterFile) {
      this.setData({ stage: 'waiting', waiting: PROGRESS.sending, problem: '' });
      const fileId = await sendFile(path);
      this.setData({ waiting: PROGRESS.reading });
      const preview = await call('roster.preview', { fileId, fileName: name });
      const seen = seenOf(preview, name);
      this.setData({
        stage: 'seen',
        importId: preview.importId,
        seen,
        doubts: seen.doubts.slice(0, DOUBTS_SHOWN),
      });
    },
    onMoreDoubts() {
      const { seen, doubts } = this.data;
      this.setData({ doubts: seen?.doubts.slice(0, doubts.length + DOUBTS_SHOWN) ?? [] });
    },
    async onConfirm() {
      await this.run(async () => {
        this.setData({ stage: 'waiting', waiting: PROGRESS.importing });
        try {
          const answer = await this.confirm();
          this.setData({ stage: 'done', result: resultText(answer) });
        } catch (failure) {
          // The same confirm may be sent again: what was seen stays, unless the school itself refused it.
          const refused = asAppError(failure).code.startsWith('roster.');
          if (refused) this.back(failure);
          else this.setData({ stage: 'seen' });
          if (!refused) throw failure;
        }
      });
    },
    /** Confirms, and asks again while another confirm of the same roster is still at work. */
    async confirm() {
      for (;;) {
        const answer = await call('roster.confirm', { importId: this.data.importId });
        if (answer.state === 'applied') return answer;
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      }
    },
    /** To the first step, with the reason. */
    back(failure: unknown) {
      this.setData({ stage: 'choose', problem: sentenceFor(failure), seen: null });
    },
    onCards() {
      go('printCards');
    },
    onHome() {
      goHome();
    },
  },
});
