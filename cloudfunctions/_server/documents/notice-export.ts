/** What became of a notice, person by person, as a sheet: a row a child, so that a class's list can be ticked off. */
import writeXlsx, { type SheetData } from 'write-excel-file/node';
import { clockText, dayOf, minuteOf } from '../../../miniprogram/shared/domain/calendar';
import { wasTold } from '../../../miniprogram/shared/domain/ladder';
import { isSettled } from '../../../miniprogram/shared/domain/receipts';
import { STATE_WORDS } from '../../../miniprogram/shared/text/receipts';
import { inSchoolOrder } from '../contacts/order';
import { isWhole, type Line, type Lines } from '../notices/lines';

interface Row {
  readonly line: Line;
  readonly className: string;
  readonly name: string;
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly of: (row: Row, asks: Lines['asks']) => string | number;
}

const COLUMNS: readonly Column[] = [
  { title: '班级', width: 10, of: ({ className }) => className },
  { title: '学生', width: 10, of: ({ name }) => name },
  { title: '家长', width: 10, of: ({ line }) => line.personName },
  { title: '关系', width: 8, of: ({ line }) => line.relation },
  { title: '到哪一步', width: 24, of: ({ line }, asks) => stateText(line, asks) },
  { title: '时间', width: 18, of: ({ line }) => timeText(line.at) },
  { title: '怎么联系上的', width: 14, of: ({ line }) => wayText(line) },
  { title: '打了几次电话', width: 14, of: ({ line }) => line.calls.filter(({ way }) => way === 'call').length },
  { title: '回答', width: 14, of: ({ line }) => line.answer ?? '' },
  { title: '签名', width: 8, of: ({ line }) => (line.signed ? '有' : '没有') },
];

const WAYS: Readonly<Partial<Record<Line['state'], string>>> = {
  sent: '微信',
  texted: '短信',
  relayed: '纸条，邻居转告',
  opened: '微信，本人',
  heard: '微信，本人',
  confirmed: '微信，本人',
  answered: '微信，本人',
  signed: '微信，本人',
};

/** A choice may have been made on the phone; who signed held the phone itself. */
function wayText({ state, calls }: Line): string {
  const told = state === 'signed' ? undefined : calls.findLast(({ outcome }) => wasTold(outcome));
  if (told) return told.way === 'call' ? '电话' : '上门';
  return WAYS[state] ?? '还没联系上';
}

function stateText({ state, covered, wantsCall }: Line, asks: Lines['asks']): string {
  const words = STATE_WORDS[state];
  if (wantsCall) return `${words}，请老师打电话`;
  return covered && !isSettled(asks, state, false) ? `${words}，家里别人办了` : words;
}

const timeText = (at: number | null): string => (at === null ? '' : `${dayOf(at)} ${clockText(minuteOf(at))}`);

/** The bytes of the .xlsx. All texts are cells of text: what begins like a formula is none. */
export async function noticeXlsx({ asks, lines }: Lines): Promise<Uint8Array> {
  const head = COLUMNS.map(({ title }) => ({ value: title, fontWeight: 'bold' as const }));
  const data: SheetData = [head, ...rowsOf(lines).map((row) => COLUMNS.map(({ of }) => cellOf(of(row, asks))))];
  const columns = COLUMNS.map(({ width }) => ({ width }));
  return new Uint8Array(await writeXlsx(data, { sheet: '回执', columns, stickyRowsCount: 1 }).toBuffer());
}

const cellOf = (value: string | number) =>
  typeof value === 'number' ? { value, type: Number } : value === '' ? null : { value, type: String };

const rowsOf = (lines: Lines['lines']): Row[] =>
  lines
    .filter(isWhole)
    .flatMap((line) => line.childNames.map((name, i): Row => ({ line, name, className: line.classNames[i] ?? '' })))
    .sort((a, b) => inSchoolOrder(asListed(a), asListed(b)));

const asListed = ({ line, className, name }: Row) => ({ _id: line._id, className, name });
