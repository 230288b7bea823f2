import { openCloud } from './services/call';
import { forgetOldDesks } from './services/desk-day';
import { keepAllDrafts } from './services/drafts';
import { dropStrayFiles } from './services/files';
import { watchNetwork } from './services/network';
import { flushOutbox, startOutbox } from './services/outbox';
import { emptyPassing } from './services/passing';
import { stopPlaying } from './services/player';
import { startSession } from './services/session';
import { dropStraySounds } from './services/sounds';

App({
  onLaunch() {
    dropStrayFiles();
    openCloud();
    watchNetwork();
    startSession();
    startOutbox();
    emptyPassing();
  },
  onShow() {
    forgetOldDesks();
    dropStraySounds();
    void flushOutbox();
  },
  onHide() {
    keepAllDrafts();
    stopPlaying();
  },
});
