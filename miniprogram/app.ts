import { openCloud } from './services/call';
import { forgetOldDesks } from './services/desk-day';
import { keepAllDrafts } from './services/drafts';
import { watchNetwork } from './services/network';
import { flushOutbox, startOutbox } from './services/outbox';
import { stopPlaying } from './services/player';
import { startSession } from './services/session';

App({
  onLaunch() {
    openCloud();
    watchNetwork();
    startSession();
    startOutbox();
  },
  onShow() {
    forgetOldDesks();
    void flushOutbox();
  },
  onHide() {
    keepAllDrafts();
    stopPlaying();
  },
});
