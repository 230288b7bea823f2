import { element } from '../runtime/ui/dom';
import { markCast, showCast } from './cast';
import { listen, loadState, resetWorld, setSilent } from './client';
import { ClockPanel } from './clock';
import { DeliveryPanel } from './deliveries';
import { Desk } from './desk';
import { GroupPanel } from './group';
import './shell.css';

const part = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

async function start(): Promise<void> {
  const state = await loadState();
  const { personas } = state;
  const received = [...state.deliveries];
  const desk = new Desk(
    part('desk'),
    { deliveries: () => received, messagesOn: ({ key }) => !state.refusing.includes(key) },
    (here) => {
      const keys = here.map(({ key }) => key);
      history.replaceState(null, '', `#${keys.map(encodeURIComponent).join(',')}`);
      markCast(part('cast'), keys);
      group.setHere(here);
    },
  );
  const group = new GroupPanel(part('group'), (persona, page) => desk.putBeside(persona, { page, way: 'group' }));
  group.showAll(state.group);
  showCast(part('cast'), personas, {
    take: (persona) => desk.take(persona),
    putBeside: (persona) => desk.putBeside(persona),
  });
  const clock = new ClockPanel(part('now'), part('clock'), state.clockOffset);
  const deliveries = new DeliveryPanel(part('deliveries'), personas, (persona, entry) =>
    desk.putBeside(persona, entry),
  );
  deliveries.showAll(state.deliveries);
  part('foot').append(silenceSwitch(state.silent));
  if (state.canReset) part('foot').append(resetButton());

  const wanted = location.hash.slice(1).split(',').map(decodeURIComponent);
  const remembered = personas.filter(({ key }) => wanted.includes(key));
  for (const persona of remembered.length > 0 ? remembered : personas.slice(0, 1)) desk.putBeside(persona);

  listen((event) => {
    if (event.kind === 'delivery') {
      received.unshift(event.delivery);
      deliveries.add(event.delivery);
      desk.receive(event.delivery);
    }
    if (event.kind === 'group') group.add(event.message);
    if (event.kind === 'clock') {
      clock.follow(event.offset);
      desk.moveClock(event.offset);
    }
  });
}

/** WeChat's side goes silent: what happens to messages of which nobody knows whether they arrived. */
function silenceSwitch(silent: boolean): HTMLElement {
  let on = silent;
  const button = element('button', { class: 'chip' });
  const show = () => {
    button.textContent = on ? '微信不通，点一下恢复' : '让微信不通';
    button.setAttribute('aria-pressed', String(on));
  };
  button.onclick = async () => {
    on = !on;
    await setSilent(on);
    show();
  };
  show();
  return button;
}

function resetButton(): HTMLElement {
  const button = element('button', { class: 'chip' }, '从头再来');
  button.onclick = async () => {
    if (!confirm('把样板学校恢复成最初的样子？这里发生过的都会忘掉。')) return;
    button.disabled = true;
    button.textContent = '正在恢复…';
    await resetWorld();
    location.reload();
  };
  return button;
}

void start();
