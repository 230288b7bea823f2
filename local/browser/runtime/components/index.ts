import { defineButton } from './button';
import { defineCanvas } from './canvas';
import { defineChoices } from './choices';
import { defineBuiltin } from './define';
import { defineForm } from './form';
import { defineImage } from './image';
import { defineInputs } from './input';
import { defineMovable } from './movable';
import { defineNavigator } from './navigator';
import { definePageMeta } from './page-meta';
import { definePicker } from './picker';
import { definePickerView } from './picker-view';
import { defineRichText } from './rich-text';
import { definePortal } from './root-portal';
import { defineScrollView } from './scroll-view';
import { defineSlider } from './slider';
import { defineStatus } from './status';
import { defineSwiper } from './swiper';
import { defineText } from './text';
import { defineVideo } from './video';
import { defineVoipRoom } from './voip-room';

/** Registers all of WeChat's built-in components; templates of the main package must be there. */
export function defineBuiltins(): void {
  defineBuiltin('view');
  defineBuiltin('cover-view');
  defineText();
  defineButton();
  defineInputs();
  defineImage();
  defineScrollView();
  defineSwiper();
  definePicker();
  definePickerView();
  defineChoices();
  defineSlider();
  defineForm();
  defineNavigator();
  defineStatus();
  defineRichText();
  defineCanvas();
  defineVideo();
  defineVoipRoom();
  defineMovable();
  definePortal();
  definePageMeta();
}
