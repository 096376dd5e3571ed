/** What the screen for drawing asks: the score of a finished outline. */
import * as api from '../../api/questions';
import type { CatchmentScore } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';
import { toPolygon } from './polygon';

class Scoring {
  score = new Loader<CatchmentScore>(['draw']);

  load(q: api.Question, key: string): void {
    const { screen, drawn, draft } = view.state;
    const polygon = screen === 'draw' && drawn ? toPolygon(draft) : null;
    if (!polygon) {
      this.score.clear();
      return;
    }
    void this.score.load(`${key} ${JSON.stringify(polygon)}`, (w) => api.score(q, polygon, w));
  }
}

export const scoring = new Scoring();
