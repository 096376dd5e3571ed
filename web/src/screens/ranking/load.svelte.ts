/** What the page of one area asks; the ranking itself is asked everywhere. */
import * as api from '../../api/questions';
import type { AreaAnswer } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class Opening {
  area = new Loader<AreaAnswer>(['next', 'ranking']);

  load(q: api.Question, key: string): void {
    const { open, screen } = view.state;
    if (!open || !(screen === 'ranking' || screen === 'next')) {
      this.area.clear();
      return;
    }
    const { km2 } = view;
    void this.area.load(`${key} ${km2} ${open.of} ${open.id}`, (w) => api.area(q, open.of, open.id, km2, w));
  }
}

export const opening = new Opening();
