import { element } from '../runtime/ui/dom';
import { markCast, showCast } from './cast';
import { listen, loadState, resetWorld } from './client';
import { ClockPanel } from './clock';
import { DeliveryPanel } from './deliveries';
import { Desk } from './desk';
import './shell.css';

const part = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

async function start(): Promise<void> {
  const state = await loadState();
  const { personas } = state;
  const desk = new Desk(part('desk'), (keys) => {
    history.replaceState(null, '', `#${keys.map(encodeURIComponent).join(',')}`);
    markCast(part('cast'), keys);
  });
  showCast(part('cast'), personas, {
    take: (persona) => desk.take(persona),
    putBeside: (persona) => desk.putBeside(persona),
  });
  const clock = new ClockPanel(part('now'), part('clock'), state.clockOffset);
  const deliveries = new DeliveryPanel(part('deliveries'), personas, (persona, page) => desk.putBeside(persona, page));
  deliveries.showAll(state.deliveries);
  if (state.canReset) part('foot').append(resetButton());

  const wanted = location.hash.slice(1).split(',').map(decodeURIComponent);
  const remembered = personas.filter(({ key }) => wanted.includes(key));
  for (const persona of remembered.length > 0 ? remembered : personas.slice(0, 1)) desk.putBeside(persona);

  listen((event) => {
    if (event.kind === 'delivery') deliveries.add(event.delivery);
    if (event.kind === 'clock') {
      clock.follow(event.offset);
      desk.moveClock(event.offset);
    }
  });
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
