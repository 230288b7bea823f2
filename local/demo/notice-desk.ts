/** Hands of the people who write notices and answer them, at the doors that phones use. */
import type { FamilyMember, Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { Input } from '../../miniprogram/shared/contract';
import { type Day, instantOf, type Minute } from '../../miniprogram/shared/domain/calendar';
import type { World } from '../world';
import { type CastKey, openidOf } from './cast';
import { allOf, as } from './operator';
import { type Random, seeded } from './random';
import { drawSignature } from './signature';

export type NoticeText = Omit<Input<'notices.send'>, 'requestKey'>;
export type Outcome = Input<'notices.told'>['outcome'];
/** What a family does with a notice on its own phone. */
export type Reply = 'confirmed' | 'heard' | 'signed' | { readonly choice: string };

/** Requests at the same time: a class answers within minutes of each other. */
const AT_ONCE = 6;

export class NoticeDesk {
  readonly #random: Random;
  readonly #sent = new Map<string, string>();
  #told = 0;

  private constructor(
    readonly world: World,
    readonly deps: Deps,
    readonly schoolId: string,
    readonly members: ReadonlyMap<string, FamilyMember>,
    seed: number,
  ) {
    this.#random = seeded(seed);
  }

  static async begin(world: World, deps: Deps, schoolId: string, seed: number): Promise<NoticeDesk> {
    const members = await allOf((after) =>
      deps.store.list('familyMembers', {
        where: { schoolId, ...(after && { _id: { gt: after } }) },
        orderBy: [['_id', 'asc']],
        limit: 1000,
      }),
    );
    return new NoticeDesk(world, deps, schoolId, new Map(members.map((member) => [member._id, member])), seed);
  }

  /** Lets the time come, and everything that the outbox and the ladder do by then. */
  async at(day: Day, minute: Minute): Promise<void> {
    this.world.clock.moveTo(instantOf(day, minute));
    await this.deliver();
  }

  async deliver(): Promise<void> {
    await this.world.wechat.idle();
    await this.world.cloud.invoke('jobs', { job: 'outbox' }, { source: 'cloud' });
    await this.world.wechat.idle();
  }

  async upload(by: CastKey, name: string, bytes: Uint8Array): Promise<string> {
    return this.world.cloud.upload(`u/demo-${name}`, bytes, openidOf(by));
  }

  /** The id of a notice that was written before, by its key. */
  idOf(key: string): string {
    const id = this.#sent.get(key);
    if (id === undefined) throw new Error(`nobody wrote the notice ${key}`);
    return id;
  }

  /** Somebody of the cast writes a notice. */
  async send(by: CastKey, key: string, notice: NoticeText): Promise<void> {
    const openid = openidOf(by);
    this.world.wechat.visited(openid);
    const { noticeId } = await as(this.world, openid, 'notices.send', { requestKey: `demo-${key}`, ...notice });
    this.#sent.set(key, noticeId);
    await this.deliver();
  }

  /** Those to whom the school still has to see, in the order of names: ids depend on the world's key. */
  async open(key: string): Promise<Receipt[]> {
    const where = { schoolId: this.schoolId, refId: this.idOf(key), open: true };
    const found = await this.deps.store.list('receipts', { where, limit: 1000 });
    const name = ({ childNames, personName, relation }: Receipt) => [...childNames, relation, personName].join(' ');
    return found.sort((a, b) => name(a).localeCompare(name(b), 'zh'));
  }

  /**
   * So many of those who have WeChat and are asked still answer, each with a family of its own; nobody of the cast, who are
   * there to be tried.
   */
  async reply(key: string, many: number, how: Reply): Promise<void> {
    const asked = (await this.open(key)).filter(({ personId }) => this.#phoneOf(personId)?.startsWith('demo-family-'));
    const families = new Map(this.#random.shuffle(asked).map((receipt) => [receipt.studentIds.join(), receipt]));
    await inTurns([...families.values()].slice(0, many), (receipt) => this.#answer(receipt, how));
  }

  /** The teacher notes what came of calls or visits, one person after the other; of `whom` the first so many. */
  async tell(
    by: CastKey,
    whom: readonly Receipt[],
    outcome: Outcome,
    more: Partial<Pick<Input<'notices.told'>, 'way' | 'choice' | 'note'>> = {},
  ): Promise<void> {
    for (const { _id: receiptId } of whom) {
      this.#told += 1;
      const requestKey = `demo-told-${this.#told}`;
      await as(this.world, openidOf(by), 'notices.told', { way: 'call', requestKey, receiptId, outcome, ...more });
    }
  }

  #phoneOf(personId: string): string | undefined {
    return this.members.get(personId)?.openid ?? undefined;
  }

  async #answer({ _id: receiptId, personId, personName }: Receipt, how: Reply): Promise<void> {
    const openid = this.#phoneOf(personId) ?? '';
    await as(this.world, openid, 'notices.answer', await this.#said(openid, receiptId, personName, how));
  }

  async #said(openid: string, receiptId: string, name: string, how: Reply): Promise<Input<'notices.answer'>> {
    if (how === 'confirmed' || how === 'heard') return { receiptId, answer: how };
    if (how !== 'signed') return { receiptId, answer: 'chosen', choice: how.choice };
    const path = `u/demo-signature-${openid}.png`;
    return { receiptId, answer: 'signed', fileId: await this.world.cloud.upload(path, drawSignature(name), openid) };
  }
}

async function inTurns<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE) await Promise.all(all.slice(i, i + AT_ONCE).map(act));
}
