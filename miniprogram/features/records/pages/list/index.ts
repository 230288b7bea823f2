import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { choose, say } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { cardOf, type EntryCard } from '../../components/entry/card';
import { BOOK_CHIPS, type BookFilter, bookNews, bookPeriods, isStaff, type Term, termNames } from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

/** A child's records, newest first: for staff the timeline with all they may read, for the family the portfolio of what was shared with it. */
Component({
  behaviors: [pageBase, ofChild],
  data: {
    name: '',
    className: '',
    staff: false,
    cards: [] as EntryCard[],
    next: null as string | null,
    terms: [] as Term[],
    termNames: [] as string[],
    /** 0 is all of them. */
    term: 0,
    books: BOOK_CHIPS,
    book: '' as BookFilter,
    making: false,
  },
  methods: {
    async load() {
      await this.whichChild();
      const staff = isStaff(currentMembership()?.role ?? 'stranger');
      wx.setNavigationBarTitle({ title: staff ? '关爱记录' : '成长记录袋' });
      this.setData({ staff });
      this.setData(await this.fetch());
    },
    async fetch(before?: string) {
      const { studentId, terms, term, book, staff } = this.data;
      const span = terms[term - 1];
      const answer = await call('records.list', {
        studentId,
        ...(span ? { from: span.from, to: span.to } : {}),
        ...(book ? { book } : {}),
        ...(before === undefined ? {} : { before }),
      });
      const today = dayOf(now());
      return {
        name: answer.child.name,
        className: answer.child.className,
        cards: answer.records.map((record) => cardOf(record, staff, today)),
        next: answer.next,
        terms: answer.terms,
        termNames: termNames(answer.terms),
      };
    },
    async onReachBottom() {
      const { next, cards } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const older = await this.fetch(next);
        this.setData({ cards: [...cards, ...older.cards], next: older.next });
      });
    },
    onSibling({ detail }: Value<string[]>) {
      this.setData({ studentId: detail.value[0] ?? this.data.studentId, term: 0 });
      return this.again();
    },
    onTerm({ detail }: Value<string>) {
      this.setData({ term: Number(detail.value) });
      return this.again();
    },
    onBook({ detail }: Value<BookFilter[]>) {
      this.setData({ book: detail.value[0] ?? '' });
      return this.again();
    },
    again() {
      return this.run(async () => this.setData(await this.fetch()));
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('record', { recordId: detail.key });
    },
    onWrite() {
      go('writeVisit', { studentId: this.data.studentId });
    },
    /** The book of the term that is shown, else of a year or term that one chooses. */
    async onMakeBook() {
      if (this.data.making) return;
      const { terms, term, studentId } = this.data;
      const shown = terms[term - 1];
      const periods = shown ? [shown] : bookPeriods(terms);
      const chosen =
        periods.length > 1
          ? await choose(
              '做哪一段时间的？',
              periods.map(({ name }) => name),
            )
          : 0;
      const period = chosen === undefined ? undefined : periods[chosen];
      if (!period) return;
      this.setData({ making: true });
      await this.run(async () => {
        const book = await call('records.book', { studentId, from: period.from, to: period.to });
        const news = bookNews(book);
        if (news) await say(news);
        await openDocument(book.url, book.fileName);
      });
      this.setData({ making: false });
    },
  },
});
