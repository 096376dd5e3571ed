/** What the screen for drawing asks: the score of a finished outline. */
import * as api from '../../api/questions';
import type { CatchmentScore } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';
import { toPolygon } from './polygon';

class Scoring {
  /** What the outline itself holds. */
  own = new Loader<CatchmentScore>(['draw']);
  /** The same beside the best of its size, which is searched for afterwards: it takes longer. */
  score = new Loader<CatchmentScore>(['draw']);
  /** The outline that the screen shows. */
  #asked = $state('');
  #compared = $state('');
  /** The newest figures: those of the outline itself until the best of its size is there. */
  newest = $derived(this.#compared === this.#asked ? this.score.value : (this.own.value ?? this.score.value));
  /** Whether the best of the outline's size is still searched for. */
  searching = $derived(this.#compared !== this.#asked && this.own.value !== null && this.own.trouble === null);

  load(q: api.Question, key: string): void {
    const { screen, drawn, draft } = view.state;
    const polygon = screen === 'draw' && drawn ? toPolygon(draft) : null;
    if (!polygon) {
      this.own.clear();
      this.score.clear();
      return;
    }
    void this.#ask(`${key} ${JSON.stringify(polygon)}`, q, polygon);
  }

  async #ask(asked: string, q: api.Question, polygon: GeoJSON.Polygon): Promise<void> {
    if (asked === this.#asked && this.own.busy) return;
    this.#asked = asked;
    await this.own.load(asked, (w) => api.ownScore(q, polygon, w));
    if (this.#asked !== asked) return;
    await this.score.load(asked, async (w) => {
      const answer = await api.score(q, polygon, w);
      this.#compared = asked;
      return answer;
    });
  }
}

export const scoring = new Scoring();
