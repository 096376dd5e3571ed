/** What would be saved now: the choice of the screen that the reader acted on last, null while it is on its way. */
import { answered } from '../../api/questions';
import type { Asked } from '../../api/types';
import { answers } from '../../state/answers.svelte';
import type { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';
import { deciding } from '../decide/load.svelte';
import { constraints } from '../optimize/constraints.svelte';
import { optimizing } from '../optimize/load.svelte';
import { type Choice, chosenOf, pickedOf } from './scenario';

class CurrentChoice {
  /** The answer that the choice rests on. */
  loader = $derived.by((): Loader<unknown> => {
    const of: Record<Asked, Loader<unknown>> = {
      rankings: answers.ranking,
      decision: deciding.decision,
      optimize: optimizing.optimized,
    };
    return of[view.state.acted];
  });

  current = $derived.by((): Choice | null => {
    const { acted: asked, of } = view.state;
    const q = view.question;
    // An answer of an earlier question is not what the reader would save.
    if (!q || this.loader.busy || this.loader.trouble) return null;
    const { weighing } = deciding;
    const shared = { asked, of, weighing, constraints: constraints.current };
    if (asked === 'optimize') {
      const answer = optimizing.optimized.value;
      return answer && { ...shared, of: 'catchments', ...chosenOf(answer.catchments) };
    }
    const answer = asked === 'decision' ? deciding.decision.value : answers.ranking.value;
    if (!answer) return null;
    return { ...shared, picked: pickedOf(answer.items, answered(answer.meta, q).k), chosen: [] };
  });

  /** Names of what was picked, for people. */
  names = $derived.by((): string[] => {
    const picked = new Set(this.current?.picked);
    const lists = {
      rankings: answers.ranking.value?.items,
      decision: deciding.decision.value?.items,
      optimize: optimizing.optimized.value?.catchments,
    };
    return (lists[view.state.acted] ?? []).filter((i) => picked.has(i.id)).map((i) => i.name);
  });
}

export const choice = new CurrentChoice();
