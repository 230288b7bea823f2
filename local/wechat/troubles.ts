import { NoAnswer, type Trouble } from '../ports';
import { type Answer, type Data, refuse } from './context';

/** What goes wrong on purpose, for tests and for the shell. */
export interface Troubles {
  /** Begins a trouble; answers the way to end it. */
  begin(trouble: Trouble): () => void;
  all(): readonly Trouble[];
  /** The refusal that a call meets before anything is done. Throws `NoAnswer` where nothing is answered. */
  meet(api: string, data: Data): Answer | undefined;
}

interface Underway {
  readonly trouble: Trouble;
  left: number;
}

export function createTroubles(): Troubles {
  const underway = new Set<Underway>();
  return {
    begin(trouble) {
      const entry = { trouble, left: trouble.times ?? Number.POSITIVE_INFINITY };
      underway.add(entry);
      return () => void underway.delete(entry);
    },
    all: () => [...underway].map(({ trouble }) => trouble),
    meet(api, data) {
      const entry = [...underway].find(({ trouble }) => concerns(trouble, api, data));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      if (entry.left === 0) underway.delete(entry);
      const { errcode } = entry.trouble;
      if (errcode === 'silent') throw new NoAnswer(`${api}: no answer`);
      return refuse(errcode, MESSAGES[errcode] ?? 'refused on purpose');
    },
  };
}

/** The words of WeChat for what happens for no reason of the caller's. */
const MESSAGES: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40164: 'invalid ip',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit',
};

const concerns = ({ api, to }: Trouble, called: string, data: Data): boolean =>
  (api === undefined || api === called) && (to === undefined || receiversOf(data).includes(to));

/** Openids and numbers that a call is about. */
function receiversOf({ touser, openid, phone_number_list: numbers }: Data): unknown[] {
  const plain = Array.isArray(numbers) ? numbers.map((number) => String(number).replace(/^\+86/, '')) : [];
  return [touser, openid, ...plain];
}
