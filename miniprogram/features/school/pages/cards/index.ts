import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { go } from '../../../../services/routes';
import { type ClassRow, classRows } from './view';

/** 印联系卡: a class's cards as a document to print, with the invite code and QR of each member of a family. */
Component({
  behaviors: [pageBase],
  data: {
    classes: [] as ClassRow[],
    /** The class whose cards are being made. */
    making: '',
    /** What was made last. */
    made: '',
  },
  methods: {
    async load() {
      const { classes } = await call('school.read', {});
      this.setData({ classes: classRows(classes) });
    },
    async onPrint({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      await this.run(async () => {
        this.setData({ making: detail.key, made: '' });
        try {
          const { url, fileName, cards } = await call('contacts.printCards', { classId: detail.key });
          await openDocument(url, fileName);
          this.setData({ made: `${fileName}，一共 ${cards} 张卡` });
        } finally {
          this.setData({ making: '' });
        }
      });
    },
    onImport() {
      go('importRoster');
    },
  },
});
