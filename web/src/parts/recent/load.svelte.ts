/** The newest days beside those of a year before: for the page of a neighborhood, and where the data are described. */
import * as api from '../../api/questions';
import type { Recent } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class RecentAnswer {
  recent = new Loader<Recent>(['next', 'ranking', 'data']);

  load(q: api.Question): void {
    const { open, screen } = view.state;
    const wanted = screen === 'data' || open?.of === 'neighborhoods';
    // The window, the unit and the measure of the question have no part in it.
    if (wanted) void this.recent.load(api.recentUrl(q), (w) => api.recent(q, w));
    else this.recent.clear();
  }
}

export const newest = new RecentAnswer();
