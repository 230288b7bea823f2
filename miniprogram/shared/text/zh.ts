import type { CallerRole } from '../access/permissions';
import type { CallEnd } from '../contract';
import { dayOf, minuteOf } from '../domain/calendar';
import { FIELD_KEYS, fieldOf } from '../domain/child-file';
import type { ErrorCode, ErrorDetails } from '../errors/catalogue';
import { LIMITS } from '../limits';
import { shortDate, spokenTime, weekdayName } from './time';

/** What a kind class teacher would say for each refusal: what happened, why, and what to do. */
const sentences: Record<ErrorCode, string | ((details: ErrorDetails) => string)> = {
  'phone.full': '手机里放不下了，写好的都还在。有网络时请打开一会儿，发出去了就有地方；照片可以先少放几张。',
  'phone.file-gone': '这部手机里的照片或录音找不到了，字都还在。请把照片、录音去掉，或者重新放上，再发一次。',
  'network.offline': '现在没有网络，还没有办成。等有网络了，再点一次。',
  'network.server': '刚才没接通，请过一会儿再点一次。',
  'system.internal': '这一步没办成，写的都还在。请过一会儿再试；还不行，请把页面截图发给学校。',
  'system.busy': '这会儿人多，请过几秒再点一次。',
  'system.version': '这个版本旧了，请关掉小程序再打开一次。',
  'input.invalid': (d) => `${fieldName(d.field)}没有填对，请看一看再点。`,
  'auth.unbound': '还不知道您是谁。请输入老师给的邀请码。',
  'auth.forbidden': '这一项不归您办。需要的话，请找学校开通。',
  'auth.off-duty': '今天不是您值日。要看值日台，请先和值日老师换班。',
  'common.not-found': '没有找到。可能已经改动过，请返回上一页再看。',
  'common.stale': '刚才别人也改了这一条。已经换成最新的，请看一看再点。',
  'content.risky': '这段话里有不能发的内容，请改一改再发。',
  'accounts.code-wrong': (d) =>
    typeof d.left === 'number' && d.left <= 3
      ? `邀请码不对，请对着卡片再看一遍。今天还能试 ${d.left} 次。`
      : '邀请码不对，请对着卡片再看一遍，一共九个数字。',
  'accounts.code-used': '这个邀请码已经用过了。如果不是您用的，请马上告诉老师，老师会换一个新的。',
  'accounts.code-expired': '这个邀请码过期了。请给老师打个电话，老师会给您一个新的。',
  'accounts.too-many-tries': '今天试的次数太多了，请明天再试，或者请老师帮忙看看邀请码。',
  'accounts.already-bound': '这个人已经在另一个微信上绑定了。换了微信的话，请班主任给您一个新的邀请码。',
  'accounts.phone-unknown': '没有对上。请看看孩子的名字写对了没有；学校登记的是别的号码的话，请向老师要邀请码。',
  'accounts.phone-refused': '没有拿到手机号。也可以输入老师给的邀请码。',
  'staff.class-taken': (d) =>
    `${typeof d.className === 'string' ? d.className : '这个班'}已经有班主任了。换班主任要两位老师都签字，请到「交接」里办。`,
  'staff.still-needed': '这位老师手上还有班或者值日。请先交接好，再办离校。',
  'staff.last-admin': '校长室至少要留一位，不然没有人能管这个学校了。请先加一位，再改这一位。',
  'contacts.unreadable': (d) => unreadableFact(d.field, d.rule),
  'contacts.disqualified': '照法律，有这种情况的人不能受托照护孩子。请和孩子父母商量，换一位能照护的人。',
  'contacts.needs-reason': '改监护和联系的权利，要写清楚凭什么。请选一个原因。',
  'contacts.member-known': '这位家人已经在孩子的档案里了，不用再加。',
  'contacts.family-full': '一个孩子的档案里最多写 12 位家人。请先去掉已经不照看孩子的，再加。',
  'contacts.barred-stays': '这位家人现在不能和孩子联系，要留在档案里，才拦得住。以后又能联系了，先改过来，再去掉。',
  'contacts.last-guardian': '档案里至少要留一位家人。请先把别的家人加进来，再改这一位。',
  'contacts.answered': '这一条已经处理过了，或者家里收回了。已经换成最新的，请看一看。',
  'contacts.nothing-to-export': '这样选一个学生也没有，请换一个班，或者不要只选留守学生。',
  'privacy.not-guardian': '这一项要孩子的法定监护人来定，请爸爸或妈妈来点。',
  'privacy.answered': '这一条已经办过了。已经换成最新的，请看一看。',
  'privacy.not-agreed': (d) =>
    d.purpose === 'photos'
      ? '家里还没有同意给孩子拍照、录音。请先把照片拿掉再存；等监护人同意了，再补上照片。'
      : d.purpose === 'transfer'
        ? '监护人还没有同意把档案带走。请先请监护人在小程序里点同意，或者登记签了字的纸；也可以不带档案办离校。'
        : '监护人还没有同意这一项，请先问一问。',
  'handover.blocked': (d) => `还有 ${String(d.count)} 件事没有安排好，现在不能交接。请一件一件看一看。`,
  'handover.unsigned': (d) => `还差 ${String(d.count)} 个签字。请提醒没签的老师到「我的」里签字。`,
  'handover.other-open': '已经有一份交接在等签字。请先办完它，或者把它作废。',
  'handover.wrong-state': '这份交接已经走到下一步了。已经换成最新的，请看一看。',
  'handover.too-late': '交接过了一周，不能整个撤回了。要改的话，请一个班一个班地改。',
  'transfer.code-wrong': '转学码不对，或者过期、用过了。请向原来的学校要一个新的。',
  'transfer.taken': '这个孩子的档案已经转到别的学校了。要回来的话，请那边办转学，把转学码给您。',
  'transfer.still-here': '这个孩子还在校，或者已经回来了。请返回上一页再看。',
  'roster.stale': '您看过以后，学校的档案又改过了。正在重新读这份名册，请再看一遍。',
  'roster.too-late': '不能撤回了：已经过了一周，或者后来又导入过。要改的话，请在孩子的档案里改。',
  'roster.unreadable': (d) => rosterProblem(d.problem),
  'roster.has-errors': (d) => `名册里还有 ${String(d.count)} 处要改。改好以后请重新选一次文件，现在什么都没有变动。`,
  'roster.changed': '这份名册和刚才看过的不一样，请重新选一次文件。',
  'booking.slot-taken': '这个时间刚被别人约走了。请看看下面的时间，也合适：',
  'booking.slot-gone': '这个时间现在约不了了，请换一个时间。',
  'booking.quota-used': (d) =>
    `这一周${typeof d.quota === 'number' && d.quota > 1 ? `的 ${d.quota} 次都约过了` : '已经约过一次了'}。要换时间，请先取消原来的；或者看看下一周。`,
  'booking.child-busy': '孩子这个时间已经有一个通话了，请换一个时间。',
  'booking.adult-busy': '您这个时间已经约了另一个通话，请换一个时间。',
  'booking.too-late': '这个通话已经开始了，不能再取消。赶不上的话，请给学校打个电话。',
  'booking.not-open': (d) =>
    `这一周的固定亲情时间还在安排，${typeof d.opensAt === 'number' ? `${moment(d.opensAt)} ` : '安排好'}以后再约空着的时间。`,
  'booking.offer-over': '这个时间留到点了，已经让给别的孩子。您还在候补里，有合适的会再告诉您。',
  'booking.nothing-to-wait-for': '这一周不用候补了：已经约好了，或者这一周已经过去。',
  'calls.next-taken': '后面的时间已经有别的孩子了，请按时结束，或者换到别的通话点。',
  'calls.not-yet': '现在还进不了通话。到了约好的时间，再点一次就行。',
  'calls.unavailable': '微信通话这会儿接不通，请用下一个办法打。',
  'desk.no-slips': '这一天还没有人约，不用打印。',
  'duty.not-yours': '这一天的值日对不上，请看一看值日表再选。',
  'duty.settled': '这次换班已经有结果了，请看一看值日表。',
  'calls.wrong-state': '这个通话已经走到下一步了。已经换成最新的，请看一看再点。',
  'calls.no-right': '学校的登记里，这位家长现在不能和孩子联系，请不要拨这个电话。有疑问请问班主任。',
  'notices.no-recipients': '这样选一个人也没有，请再选一选发给谁。',
  'notices.nothing-to-hear': '请先录一段话，或者改成「看过就行」。',
  'notices.over': '这条通知已经收回或更正过了，不用再办。',
  'notices.answer-closed': '回复的日子过了，现在改不了。要改，请给老师打电话。',
  'notices.left': '这条通知已经发出去了。要改，请用「更正」或「收回」。',
  'notices.not-left': '这条通知还没有发出去，等发出去了再看。',
  'notices.nudged-enough': '已经提醒过两次了。没听到的几家，请打个电话。',
  'notices.nudge-later': '今天提醒过了，隔一天再提醒。着急的话，请打电话。',
  'notices.nobody-to-nudge': '没听到的几家都收不到微信提醒，请打电话。',
  'notices.slip-unknown': '这个码认不出来了。请把纸条上的话转告他家里人，再跟老师说一声。',
  'notices.no-slips': '没有要印纸条的人家。要给哪一家印，请在名单里点那一位。',
  'notices.groups-full': '常用的人群最多存 20 个，请先删掉不用的。',
  'records.day-in-future': '日期还没到，请改成今天或以前的日子。',
  'records.empty-book': '这段时间还没有给家里看的记录，请换一个学期看看。',
  'pairing.unchecked': '这位志愿者还没有有效的从业查询结果（或者已经过期），先不能结对。请到「老师和设备」里补上。',
  'pairing.enough': (d) =>
    d.who === 'busy'
      ? `${String(d.name)}已经在帮四位同学了，请换一位。`
      : '这个孩子已经有四位小老师了。要再请一位，请先让一位歇一歇。',
  'records.too-many': (d) =>
    `这个班有 ${String(d.count)} 个孩子，一条记录最多写 ${String(d.most)} 个。请换成能选孩子的一类，分两条写。`,
  'records.wrong-kind': '这一类不能这样写。请看看写的是不是这个孩子（班级），或者换一类。',
  'letters.too-many': '今天写了不少信了，剩下的话明天再写吧。',
  'letters.secret-set': '这个孩子已经选过图案了。忘了的话，请老师帮忙重新选。',
  'letters.secret-first': '第一次选图案，要老师先把名字放到这个平板上。请告诉值日老师，再来点自己的名字。',
  'letters.secret-wrong': (d) =>
    typeof d.left === 'number' && d.left > 0
      ? `图案不对，再想一想。今天还能试 ${d.left} 次。`
      : '图案不对。请告诉值日老师，老师会帮忙。',
  'letters.secret-locked': '今天试的次数用完了。明天可以再试；真的忘了，请告诉老师，重新选图案。',
  'letters.opened': '孩子已经看过这封信了，收不回来。有话可以再写一封。',
  'letters.closed': (d) =>
    typeof d.until === 'number'
      ? `刚换过图案。以前的信，${moment(d.until)}以后才能打开。`
      : '刚换过图案，以前的信请明天再来看。',
  'ledger.reminded-today': '今天已经提醒过这家了，明天再看。',
};

/** 11月30日周一中午 12:00 */
const moment = (instant: number): string => {
  const day = dayOf(instant);
  return `${shortDate(day)}${weekdayName(day)}${spokenTime(minuteOf(instant))}`;
};

/** The sentence for a failure, in Chinese, for the person who sees it. */
export function errorText(code: ErrorCode, details: ErrorDetails = {}): string {
  const sentence = sentences[code];
  return typeof sentence === 'string' ? sentence : sentence(details);
}

const fields: Readonly<Record<string, string>> = {
  title: '标题',
  body: '内容',
  note: '小结',
  shareText: '给家长看的话',
  code: '邀请码',
  day: '日期',
  deadline: '截止日期',
  minutes: '通话分钟数',
  classIds: '发给谁',
  photos: '照片',
  points: '通话点',
  windows: '开放时段',
};
function fieldName(field: unknown): string {
  return (typeof field === 'string' && fields[field.split('.')[0] ?? '']) || '有一处';
}

/** Why a value cannot stand in a child's file. */
function unreadableFact(field: unknown, rule: unknown): string {
  const key = FIELD_KEYS.find((known) => known === field);
  const label = key ? fieldOf(key).label : '这一项';
  const rules: Readonly<Record<string, string>> = {
    kept: '不能空着',
    phone: '要写 11 位手机号，或者带区号的座机',
    id: '的最后一位对不上，请照着身份证再看一遍',
    day: '要写成真有的日子，比如 2015-03-05',
    future: '还没到，请再看一看',
    choice: '请从下面选一个',
    long: '太长了，请写短一点',
  };
  return `「${label}」${(typeof rule === 'string' && rules[rule]) || '没有写对，请再看一看'}。`;
}

const rosterProblems: Readonly<Record<string, string>> = {
  'not-a-workbook': '这个文件不是 Excel 表格。请在 WPS 或 Excel 里打开名册，另存为 .xlsx 再选一次。',
  'old-xls': '这是旧式的 .xls 表格。请在 WPS 或 Excel 里打开，另存为 .xlsx 再选一次。',
  encrypted: '这个表格设了密码。请去掉密码，另存一份再选。',
  'too-large': '这个文件太大了。请只留名册这一张表，另存一份再选。',
  'too-far':
    '这张表占的行或列太多了，多半是空格子带了格式，或者很远的格子里有字。请选中名册，复制到一张新表里，另存为 .xlsx 再选一次。',
  'too-many': `一次最多导入 ${LIMITS.rosterRows} 个学生。请按年级分成几个文件，一个一个导入。`,
  'no-header': '没有找到表头。请看看有没有「姓名」「班级」这一行。',
  empty: '这张表里没有学生，请看看是不是选错了文件。',
};
function rosterProblem(problem: unknown): string {
  return (typeof problem === 'string' && rosterProblems[problem]) || '这个文件读不出来，请另存为 .xlsx 再选一次。';
}

export const ROLE_NAMES: Record<CallerRole, string> = {
  stranger: '还没绑定',
  parent: '家长',
  guardian: '照护人',
  teacher: '老师',
  counsellor: '心理老师',
  school_admin: '校长室',
  bureau: '教育局',
  volunteer: '志愿者',
  booth: '通话平板',
};

export const CALL_END_NAMES: Record<CallEnd, string> = {
  done: '通话好了',
  no_show_parent: '家长没接到',
  no_show_child: '孩子没来',
  failed_school: '学校这边没办成',
  failed_network: '网络断了',
};
