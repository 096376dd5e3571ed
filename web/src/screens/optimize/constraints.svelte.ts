/** The limits of a choice of catchments, as the screen has them. */
import type { Constraints } from '../../api/questions';
import { view } from '../../state/view.svelte';

class CurrentConstraints {
  current = $derived<Constraints>({
    area_km2: view.km2,
    spacing_m: view.state.spacing,
    apart_m: view.state.apart,
    least_residents: view.state.residents,
    outline: view.state.outline,
    shape: view.state.shape,
    exclude: view.state.exclude.join(','),
    budget_usd: view.state.budget,
    basis: view.state.basis,
    effort: view.state.effort,
  });
}

export const constraints = new CurrentConstraints();
