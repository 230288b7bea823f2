import { go } from '../../../../services/routes';

/** Somebody whom no school knows yet: says what this is, and takes the code or the number. Shows nothing of any school. */
Component({
  methods: {
    onBind() {
      go('bind');
    },
    onPhone() {
      go('bindByPhone');
    },
  },
});
